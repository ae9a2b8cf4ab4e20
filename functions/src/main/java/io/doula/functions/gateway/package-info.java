/**
 * An event of API Gateway as the servlet request that Tomcat would have made of it, and the answer
 * back: what AWS's own container reads differently is read here. docs/parity.md lists what both
 * doors were asked. Nothing points out but to that container and to http.
 */
@NullMarked
package io.doula.functions.gateway;

import org.jspecify.annotations.NullMarked;
