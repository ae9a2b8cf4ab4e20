package io.doula.channel;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Details without what reaches a person. Channels give none; but what a detail holds goes into
 * tables, logs and answers, and a provider's words are the provider's.
 */
final class Masked {
  private static final Pattern ADDRESS = Pattern.compile("[^\\s<>()\"',;:]+@[^\\s<>()\"',;:]+");
  private static final Pattern PHONE = Pattern.compile("\\+?[0-9]{8,}");

  private Masked() {}

  static @Nullable String of(@Nullable String detail) {
    if (detail == null) {
      return null;
    }
    String withoutAddress = ADDRESS.matcher(detail).replaceAll("(address)");
    return PHONE.matcher(withoutAddress).replaceAll("(number)");
  }
}
