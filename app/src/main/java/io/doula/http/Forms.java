package io.doula.http;

import io.doula.core.Conflict;
import io.doula.core.FieldError;
import io.doula.core.Invalid;
import io.doula.core.Stale;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What becomes of a page's form: done, or shown again with what was typed and what is wrong. */
@Component
public class Forms {
  private final Sentences sentences;
  private final MessageSource texts;

  Forms(Sentences sentences, MessageSource texts) {
    this.sentences = sentences;
    this.texts = texts;
  }

  /**
   * Does what a form asks for. When it is refused (a field that is wrong, a contradiction to what
   * is recorded, a thing that somebody else changed meanwhile), the form stands in the model as
   * {@code form} with the errors, and the page is shown again.
   *
   * @param typed what was sent
   * @param page shows the form again; may fill the model with what else the page needs
   * @param work returns the view that follows, mostly a redirect
   */
  public String tried(
      Typed typed,
      Model model,
      HttpServletResponse response,
      Supplier<String> page,
      Supplier<String> work) {
    try {
      return work.get();
    } catch (Invalid invalid) {
      model.addAttribute("form", typed.refused(said(invalid.errors())));
      response.setStatus(HttpStatus.BAD_REQUEST.value());
    } catch (Conflict | Stale contradiction) {
      String reason = String.valueOf(contradiction.getMessage());
      model.addAttribute("form", typed.refused(said(reason)));
      response.setStatus(HttpStatus.CONFLICT.value());
    }
    return page.get();
  }

  private List<FieldError> said(List<FieldError> errors) {
    return errors.stream()
        .map(error -> new FieldError(error.field(), said(error.message())))
        .toList();
  }

  private String said(String refusal) {
    return sentences.said(refusal, new Say(texts, sentences, LocaleContextHolder.getLocale()));
  }
}
