package io.doula.queue;

import java.util.Optional;

/** A queue as settings name it. */
interface Queue {

  /** What it is and where, without a login. */
  String described();

  /** Asks it, for some seconds at most: empty when it answers, else what is wrong, in words. */
  Optional<String> trouble();

  /** What carries hints through it; nothing is asked or connected before it is used. */
  Wakeups open();
}
