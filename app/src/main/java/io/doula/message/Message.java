package io.doula.message;

import java.util.List;

/**
 * A text ready to send.
 *
 * @param language the language it is in (BCP 47), which may differ from the one asked for
 * @param text one line of plain text, which ends with the word to answer that stops
 * @param textWithoutStop the same without that, for channels that can't be answered
 * @param template the name of the {@link Template} that says the same, for providers that want one
 *     approved
 * @param parameters what fills the template's places, in their order; none is empty, each is one
 *     line
 * @param subject one line for channels that show one; says from whom it is, not what is due
 */
public record Message(
    String language,
    String text,
    String textWithoutStop,
    String template,
    List<String> parameters,
    String subject) {

  /** Keeps a copy of the parameters. */
  public Message {
    parameters = List.copyOf(parameters);
  }

  /**
   * The message set it belongs to, which a provider lets us send or not: {@code doula_due_v1/sw}.
   */
  public String set() {
    return template + "/" + language;
  }
}
