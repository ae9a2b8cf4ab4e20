package io.doula.http;

import java.util.Set;
import org.springframework.stereotype.Component;
import org.thymeleaf.dialect.IPostProcessorDialect;
import org.thymeleaf.engine.AbstractTemplateHandler;
import org.thymeleaf.model.ICloseElementTag;
import org.thymeleaf.model.IElementTag;
import org.thymeleaf.model.IOpenElementTag;
import org.thymeleaf.model.IStandaloneElementTag;
import org.thymeleaf.model.IText;
import org.thymeleaf.postprocessor.IPostProcessor;
import org.thymeleaf.postprocessor.PostProcessor;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * Pages go out without the indents of their templates: pages are not compressed (docs/nginx.md),
 * and a seventh of a mother's card was white space. Between two tags one line break stands for all
 * of it, which a browser shows alike.
 */
@Component
class LeanPages implements IPostProcessorDialect {
  @Override
  public String getName() {
    return "lean";
  }

  @Override
  public int getDialectPostProcessorPrecedence() {
    return 1000;
  }

  @Override
  public Set<IPostProcessor> getPostProcessors() {
    return Set.of(new PostProcessor(TemplateMode.HTML, Squeeze.class, 1000));
  }

  /** One for each page, made by the template engine. */
  public static final class Squeeze extends AbstractTemplateHandler {
    private static final Set<String> AS_IT_STANDS = Set.of("pre", "textarea");

    private boolean broken;
    private int asItStands;

    @Override
    public void handleText(IText text) {
      if (asItStands > 0 || !isIndent(text)) {
        broken = false;
        super.handleText(text);
      } else if (!broken) {
        broken = true;
        super.handleText(getContext().getModelFactory().createText("\n"));
      }
    }

    private static boolean isIndent(IText text) {
      boolean breaks = false;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
          return false;
        }
        breaks |= c == '\n';
      }
      return breaks;
    }

    @Override
    public void handleOpenElement(IOpenElementTag tag) {
      broken = false;
      asItStands += keeps(tag) ? 1 : 0;
      super.handleOpenElement(tag);
    }

    @Override
    public void handleCloseElement(ICloseElementTag tag) {
      broken = false;
      asItStands -= keeps(tag) ? 1 : 0;
      super.handleCloseElement(tag);
    }

    private static boolean keeps(IElementTag tag) {
      return AS_IT_STANDS.contains(tag.getElementCompleteName());
    }

    @Override
    public void handleStandaloneElement(IStandaloneElementTag tag) {
      broken = false;
      super.handleStandaloneElement(tag);
    }
  }
}
