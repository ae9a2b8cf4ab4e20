package io.doula.http;

import java.util.Locale;
import org.springframework.stereotype.Component;

/** What the program refuses, in the words of a page's reader; the API says it in English. */
@Component
class RefusalWords {

  /** The refusal in that language, begun like a sentence; in English where it is not known. */
  String said(String refusal, Locale language) {
    return refusal.isEmpty()
        ? refusal
        : refusal.substring(0, 1).toUpperCase(language) + refusal.substring(1);
  }
}
