package io.doula.family;

import io.doula.core.NotFound;

/** This number is nobody's any more: the record was put into another mother's. */
public final class MergedAway extends NotFound {
  private final long motherId;

  /**
   * @param motherId who has it all now, and whom the viewer sees
   */
  public MergedAway(long motherId) {
    super("mother: the record was put into that of mother " + motherId);
    this.motherId = motherId;
  }

  /** Who has it all now. */
  public long motherId() {
    return motherId;
  }
}
