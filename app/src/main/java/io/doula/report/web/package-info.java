/** HTTP's door to the reports, as JSON and as CSV. Points at report, http, core. */
@NullMarked
package io.doula.report.web;

import org.jspecify.annotations.NullMarked;
