/**
 * The whole serverless stack on a laptop: template.yaml's functions under AWS's own runtime client,
 * with stand-ins for what surrounds them. A test tool. Nothing points out of it but to the runtime
 * client, embedded servers and Jackson.
 */
@NullMarked
package io.doula.functions.local;

import org.jspecify.annotations.NullMarked;
