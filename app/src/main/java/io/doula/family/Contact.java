package io.doula.family;

import java.time.LocalDate;

/** She or the baby came on this day. */
public record Contact(String id, LocalDate on) {}
