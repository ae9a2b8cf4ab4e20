package io.doula.secrets;

/** A setting without which the program does not start. */
public class MissingSetting extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String action;

  /**
   * @param name the setting as it stands in the environment
   * @param fault what is wrong with it; never its value
   * @param action what to do
   */
  public MissingSetting(String name, String fault, String action) {
    super(name + " " + fault);
    this.action = action;
  }

  public String action() {
    return action;
  }
}
