package io.doula.isolation;

import io.doula.http.PageController;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every page under /app that the running program has. A new one is among them by itself. */
final class PageRequests {
  private static final Pattern VARIABLE = Pattern.compile("[{](\\w+)(?::([^{}]+))?[}]");

  /** What stands before an id in a path and what it is called there, and what it is the id of. */
  private static final Map<String, String> THINGS =
      Map.of(
          "people/{id}", "mother",
          "babies/{babyId}", "baby",
          "pregnancies/{pregnancyId}", "pregnancy",
          "reminders/{id}", "reminder",
          "imports/{id}", "import",
          "clinics/{id}", "clinic",
          "same/{other}", "sister",
          "not-same/{other}", "sister",
          "merges/{merge}", "merge",
          "staff/{id}", "account");

  /** What names something that is no clinic's. */
  private static final Map<String, String> EVERYBODYS = Map.of("plans/{code}", "who");

  private final List<Page> all;

  PageRequests(RequestMappingHandlerMapping handlers) {
    all =
        handlers.getHandlerMethods().entrySet().stream()
            .filter(
                entry ->
                    AnnotatedElementUtils.hasAnnotation(
                        entry.getValue().getBeanType(), PageController.class))
            .flatMap(entry -> of(entry.getKey()).stream())
            .sorted(java.util.Comparator.comparing(Page::toString))
            .toList();
  }

  /**
   * A page.
   *
   * @param path with {@code {thing}} where the id of one stands
   */
  record Page(String method, String path) {
    boolean reads() {
      return method.equals("GET");
    }

    boolean names() {
      return path.contains("{");
    }

    /** The path with these ids in it. */
    String with(Function<String, Long> ids) {
      return VARIABLE.matcher(path).replaceAll(found -> "" + ids.apply(found.group(1)));
    }

    /** Whether the address is one of this page's. */
    boolean is(String address) {
      return address.replaceAll("[?#].*", "").matches(path.replaceAll("[{]\\w+}", "[0-9]+"));
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  List<Page> all() {
    return all;
  }

  private static List<Page> of(RequestMappingInfo info) {
    List<Page> pages = new ArrayList<>();
    for (String pattern : info.getPatternValues()) {
      if (!pattern.matches("/app(/.*)?")) {
        continue;
      }
      for (String path : paths(pattern)) {
        for (RequestMethod method : info.getMethodsCondition().getMethods()) {
          pages.add(new Page(method.name(), path));
        }
      }
    }
    return pages;
  }

  /** Its ids named by what they are of; one path for each word that stands to choose. */
  private static List<String> paths(String pattern) {
    Matcher variable = VARIABLE.matcher(pattern);
    for (int from = 0; variable.find(from); from = variable.end()) {
      String before = pattern.substring(0, variable.start());
      String after = pattern.substring(variable.end());
      String words = variable.group(2);
      if (words != null) {
        return Arrays.stream(words.split("\\|"))
            .flatMap(word -> paths(before + word + after).stream())
            .toList();
      }
      String name = before.replaceFirst("/$", "").replaceFirst(".*/", "") + "/" + variable.group();
      if (EVERYBODYS.containsKey(name)) {
        return paths(before + EVERYBODYS.get(name) + after);
      }
      String thing = THINGS.get(name);
      if (thing == null
          ? THINGS.containsValue(variable.group(1))
          : thing.equals(variable.group(1))) {
        continue;
      }
      Objects.requireNonNull(thing, () -> "say in THINGS what the id is of in " + pattern);
      return paths(before + "{" + thing + "}" + after);
    }
    return List.of(pattern);
  }
}
