package io.doula.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvLinesTest {
  private static List<CsvLine> read(byte[] bytes) throws IOException {
    CsvLines lines = new CsvLines(new ByteArrayInputStream(bytes));
    List<CsvLine> all = new ArrayList<>();
    for (CsvLine line = lines.next(); line != null; line = lines.next()) {
      all.add(line);
    }
    return all;
  }

  private static List<CsvLine> read(String text) throws IOException {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstColumn() throws IOException {
    assertThat(read("\uFEFFa,b\n").get(0).cells()).containsExactly("a", "b");
  }

  @Test
  void linesEndAsEachSystemEndsThem() throws IOException {
    assertThat(read("a\r\nb\nc\rd").stream().map(CsvLine::line)).containsExactly(1, 2, 3, 4);
    assertThat(read("a\r\nb\nc\rd").stream().map(l -> l.cells().get(0)))
        .containsExactly("a", "b", "c", "d");
  }

  @Test
  void aQuotedCellMaySpanLinesAndTheCountGoesOn() throws IOException {
    List<CsvLine> lines = read("a,\"b\nc, \"\"d\"\"\",e\nf,g,h\n");

    assertThat(lines.get(0).cells()).containsExactly("a", "b\nc, \"d\"", "e");
    assertThat(lines.get(1).line()).isEqualTo(3);
  }

  @Test
  void aQuoteInsideACellIsALetter() throws IOException {
    assertThat(read("a\"b,c\nd,e\n").get(0).cells()).containsExactly("a\"b", "c");
  }

  @Test
  void aQuoteThatNobodyClosesCostsItsLineAlone() throws IOException {
    String more = "x,y\n".repeat(100);
    List<CsvLine> lines = read("a,\"b\n" + more);

    assertThat(lines).hasSize(101);
    assertThat(lines.get(0).fault()).contains("not closed");
    assertThat(lines.get(1)).isEqualTo(new CsvLine(2, List.of("x", "y"), null));
    assertThat(lines.get(100).line()).isEqualTo(101);
  }

  @Test
  void aQuoteThatTheNextLinesQuoteClosesCostsItsLineAlone() throws IOException {
    List<CsvLine> lines = read("a,\"b\nc,\"d\"\ne,f\n");

    assertThat(lines.get(0).fault()).contains("quotes");
    assertThat(lines.get(1).cells()).containsExactly("c", "d");
    assertThat(lines.get(2)).isEqualTo(new CsvLine(3, List.of("e", "f"), null));
  }

  @Test
  void bytesThatAreNoUtf8CostTheirLineAlone() throws IOException {
    List<CsvLine> lines = read("a\nZo\u00eb\nb\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(lines.get(1).fault()).contains("UTF-8");
    assertThat(lines.get(2).cells()).containsExactly("b");
  }

  @Test
  void aLineWithoutEndIsRefusedInLittleMemory() throws IOException {
    List<CsvLine> lines = read("a\n" + "x".repeat(3_000_000) + "\nb\n");

    assertThat(lines.get(1).fault()).contains("longer than");
    assertThat(lines.get(2)).isEqualTo(new CsvLine(3, List.of("b"), null));
  }

  @Test
  void anEmptyLineIsBlank() throws IOException {
    List<CsvLine> lines = read("a\n\n , ,\nb");

    assertThat(lines.stream().map(CsvLine::isBlank)).containsExactly(false, true, true, false);
    assertThat(lines.get(3).line()).isEqualTo(4);
  }
}
