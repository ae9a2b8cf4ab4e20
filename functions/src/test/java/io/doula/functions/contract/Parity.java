package io.doula.functions.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** docs/parity.md: what both doors were asked and what they answered. */
final class Parity {
  private static final int WIDEST = 70;

  private final Map<String, List<String>> chapters = new LinkedHashMap<>();
  private final List<String> differing = new ArrayList<>();
  private int alike;

  void add(Case one, Answer byTomcat, Answer byFunction) {
    if (one.differs() == null) {
      alike++;
      chapters
          .computeIfAbsent(one.chapter(), title -> new ArrayList<>())
          .add(row(one.name(), asked(one), said(byTomcat), said(byFunction)));
    } else {
      differing.add(row(one.name(), asked(one), said(byTomcat), said(byFunction), one.differs()));
    }
  }

  /** The page, as it is to stand in docs. */
  String page() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Both doors are the same room

        Doula answers HTTP through Tomcat (`java -jar doula.jar`) and through `WebFunction` behind API
        Gateway. One suite, `ContractIT`, sends the same bytes to both: to the jar as shipped, and to the
        unpacked `doula-functions.zip` under AWS's own runtime interface client behind a front that
        speaks payload format 1.0. Each answer is held against what is expected
        (`functions/src/test/resources/contract`), then the two against each other, byte for byte but
        for what is listed here. %d cases are alike.

        This page is printed by the suite, which fails when it is old:
        `mvn -pl app,functions verify -Dparity.write=true`.

        ## What is not compared

        | header | why |
        |---|---|
        """
            .formatted(alike));
    Sameness.HEADERS.forEach(left -> page.append(row(left.name(), left.reason())));
    page.append("\n| text | why |\n|---|---|\n");
    Sameness.TEXTS.forEach(part -> page.append(row("`" + part.pattern() + "`", part.reason())));
    page.append(row("what a case caught, if it is longer than 5 letters", "such as a token"));
    page.append(row("bodies of " + Sameness.MEASUREMENTS, "each process measures itself"));
    page.append(
        """

        ## Where a gateway has its own answer

        What never comes as far as the function, or comes in another form, can't be answered alike.
        The function's answer stands here as the laptop's front gives it. Besides: an answer of more
        than 6 MB (a very long list as CSV) is 400 through a gateway and says so; Tomcat sends all of it.

        | asked | request | Tomcat | through the gateway | why |
        |---|---|---|---|---|
        """);
    differing.forEach(page::append);
    chapters.forEach(
        (title, rows) -> {
          page.append("\n## ").append(title);
          page.append("\n\n| asked | request | Tomcat | WebFunction |\n|---|---|---|---|\n");
          rows.forEach(page::append);
        });
    return page.toString();
  }

  private static String asked(Case one) {
    String line = one.requestLine();
    return "`" + (line.length() > WIDEST ? line.substring(0, WIDEST) + "…" : line) + "`";
  }

  private static String said(Answer answer) {
    String type = String.join(", ", answer.all("Content-Type")).split(";")[0];
    return (answer.status() + " " + type).strip();
  }

  private static String row(String... cells) {
    List<String> clean = new ArrayList<>();
    for (String cell : cells) {
      clean.add(cell.replace("|", "\\|"));
    }
    return "| " + String.join(" | ", clean) + " |\n";
  }
}
