package io.doula.message;

/** What a person's answer asks for. */
public enum Reply {
  STOP,
  START
}
