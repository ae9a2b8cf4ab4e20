package io.doula.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.linkbuilder.StandardLinkBuilder;
import org.thymeleaf.spring6.SpringTemplateEngine;

/**
 * Static files under names that carry their fingerprint. Templates write
 * {@code @{/static/doula.css}}; the build (src/build/Fingerprint.java) says what that became. A
 * name never changes its content, so browsers keep it for a year.
 */
@Configuration(proxyBeanMethods = false)
class StaticLinks implements WebMvcConfigurer {
  private static final String FOLDER = "/static/";

  StaticLinks(SpringTemplateEngine templates) throws IOException {
    templates.setLinkBuilder(new Fingerprinted(names()));
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler(FOLDER + "**")
        .addResourceLocations("classpath:" + FOLDER)
        .setCacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable())
        // the file's date is that of the build or of the copying; its name says what is in it
        .setUseLastModified(false)
        .setEtagGenerator(file -> "\"" + file.getFilename() + "\"");
  }

  private static Map<String, String> names() throws IOException {
    Properties names =
        PropertiesLoaderUtils.loadProperties(new ClassPathResource("static-names.properties"));
    return names.stringPropertyNames().stream()
        .collect(Collectors.toUnmodifiableMap(name -> name, names::getProperty));
  }

  private static final class Fingerprinted extends StandardLinkBuilder {
    private final Map<String, String> names;

    Fingerprinted(Map<String, String> names) {
      this.names = names;
    }

    @Override
    protected String processLink(IExpressionContext context, String link) {
      if (!link.startsWith(FOLDER)) {
        return super.processLink(context, link);
      }
      String name = link.substring(FOLDER.length());
      if (!names.containsKey(name)) {
        throw new IllegalArgumentException("a page links a static file that is not there: " + name);
      }
      return super.processLink(context, FOLDER + names.get(name));
    }
  }
}
