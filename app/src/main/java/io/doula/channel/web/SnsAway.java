package io.doula.channel.web;

/** SNS could not be reached, or didn't do what it was asked: it is to post again. */
class SnsAway extends RuntimeException {

  SnsAway(String what) {
    super(what, null, false, false);
  }
}
