package io.doula.functions.local;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads CloudFormation's YAML; its short tags become the long form: !Sub x is {Fn::Sub: x}. */
final class TemplateFile {
  private TemplateFile() {}

  static Map<String, Object> read(Path file) throws IOException {
    try (Reader text = Files.newBufferedReader(file)) {
      return new Yaml(new Tags()).load(text);
    }
  }

  private static final class Tags extends SafeConstructor {
    Tags() {
      super(new LoaderOptions());
      yamlMultiConstructors.put(
          "!",
          new AbstractConstruct() {
            @Override
            public Object construct(Node node) {
              return longForm(node.getTag().getValue().substring(1), value(node));
            }
          });
    }

    private static Object longForm(String tag, Object value) {
      if (tag.equals("Ref") || tag.equals("Condition")) {
        return Map.of(tag, value);
      }
      boolean dotted = tag.equals("GetAtt") && value instanceof String;
      return Map.of("Fn::" + tag, dotted ? List.of(((String) value).split("\\.", 2)) : value);
    }

    private Object value(Node node) {
      if (node instanceof MappingNode mapping) {
        return constructMapping(mapping);
      } else if (node instanceof SequenceNode sequence) {
        return constructSequence(sequence);
      }
      return constructScalar((ScalarNode) node);
    }
  }
}
