package io.doula.schedule;

import java.time.LocalDate;

/** Whom a forecast is for, and the day it is made for. */
record Person(LocalDate birth, Facts facts, LocalDate asOf) {

  Person on(LocalDate day) {
    return new Person(birth, facts, day);
  }
}
