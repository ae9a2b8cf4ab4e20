package io.doula.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Every English text of the program's own source that could come before a person: each string of
 * two words or more, joined from its pieces, with {@link Sentence#ANYTHING} where a value stands.
 * What is no speech (SQL, patterns, logs, what only operators and programs read) is left out by
 * where it stands.
 */
final class SpokenEnglish {
  private static final Set<String> NOT_SPOKEN_TO =
      Set.of("sql", "matches", "compile", "replaceAll", "warn", "info", "error", "debug", "split");

  private SpokenEnglish() {}

  /** Sentence to the file in which it is said, as {@code room/File.java}. */
  static Map<String, String> of(Path source, String... rooms) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String room : rooms) {
      try (Stream<Path> inRoom = Files.list(source.resolve(room))) {
        inRoom.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
      }
    }
    Map<String, String> said = new TreeMap<>();
    for (CompilationUnitTree unit : parsed(files)) {
      Path file = source.relativize(Path.of(unit.getSourceFile().getName()));
      Set<String> inFile = new TreeSet<>();
      new Reader(inFile).scan(new TreePath(unit), null);
      inFile.forEach(text -> said.put(text, file.toString()));
    }
    return said;
  }

  private static Iterable<? extends CompilationUnitTree> parsed(List<Path> files)
      throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, UTF_8);
    List<String> options = List.of("-proc:none");
    return ((JavacTask)
            compiler.getTask(
                null, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files)))
        .parse();
  }

  private static final class Reader extends TreePathScanner<Void, Void> {
    private final Set<String> said;

    private Reader(Set<String> said) {
      this.said = said;
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
      String name = nameOf(call.getMethodSelect());
      if (NOT_SPOKEN_TO.contains(name)) {
        return null;
      }
      if (name.equals("formatted")) {
        add(call);
        return null;
      }
      return super.visitMethodInvocation(call, nothing);
    }

    @Override
    public @Nullable Void visitBinary(BinaryTree joined, Void nothing) {
      if (joined.getKind() == Tree.Kind.PLUS) {
        add(joined);
        return null;
      }
      return super.visitBinary(joined, nothing);
    }

    @Override
    public @Nullable Void visitLiteral(LiteralTree literal, Void nothing) {
      add(literal);
      return null;
    }

    @Override
    public @Nullable Void visitAnnotation(AnnotationTree annotation, Void nothing) {
      return null;
    }

    private void add(ExpressionTree text) {
      for (String one : texts(text)) {
        if (one.matches("(?s).*[a-z]{2,}[,;:]? \\(?[a-z\u0001].*") && !one.contains("\n")) {
          said.add(one);
        }
      }
    }

    private static String nameOf(Tree select) {
      if (select instanceof MemberSelectTree member) {
        return member.getIdentifier().toString();
      }
      return select instanceof IdentifierTree name ? name.getName().toString() : "";
    }

    /** What an expression can say: a value that is no text says anything. */
    private static List<String> texts(Tree expression) {
      if (expression instanceof LiteralTree literal && literal.getValue() instanceof String text) {
        return List.of(text);
      }
      if (expression instanceof ParenthesizedTree inner) {
        return texts(inner.getExpression());
      }
      if (expression instanceof ConditionalExpressionTree either) {
        List<String> both = new ArrayList<>(texts(either.getTrueExpression()));
        both.addAll(texts(either.getFalseExpression()));
        return both;
      }
      if (expression instanceof BinaryTree joined && joined.getKind() == Tree.Kind.PLUS) {
        List<String> all = new ArrayList<>();
        for (String first : texts(joined.getLeftOperand())) {
          for (String second : texts(joined.getRightOperand())) {
            all.add(first + second);
          }
        }
        return all;
      }
      if (expression instanceof MethodInvocationTree call
          && nameOf(call.getMethodSelect()).equals("formatted")) {
        return texts(((MemberSelectTree) call.getMethodSelect()).getExpression()).stream()
            .map(form -> form.replaceAll("%[0-9]*[sd]", String.valueOf(Sentence.ANYTHING)))
            .toList();
      }
      return List.of(String.valueOf(Sentence.ANYTHING));
    }
  }
}
