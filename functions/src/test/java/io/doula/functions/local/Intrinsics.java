package io.doula.functions.local;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * CloudFormation's functions, worked out as they are met: a branch that is not taken is not looked
 * at. What it can't work out it refuses by name.
 */
final class Intrinsics {
  static final String REGION = "eu-west-1";
  static final String ACCOUNT = "000000000000";
  private static final Object NO_VALUE = new Object();
  private static final Pattern IN_SUB = Pattern.compile("\\$\\{(!?)([^}]+)}");
  private static final Map<String, String> PSEUDO =
      Map.of(
          "AWS::Region",
          REGION,
          "AWS::AccountId",
          ACCOUNT,
          "AWS::Partition",
          "aws",
          "AWS::StackName",
          "laptop",
          "AWS::URLSuffix",
          "amazonaws.com",
          "AWS::StackId",
          "arn:aws:cloudformation:" + REGION + ":" + ACCOUNT + ":stack/laptop/1");

  /** What Ref and GetAtt say of a resource here; null for what nothing here has. */
  interface Resources {
    Object ref(String id);

    Object attribute(String id, String attribute);
  }

  private final Map<String, Object> parameters;
  private final Map<String, Object> conditions;
  private final Map<String, Object> mappings;
  private final Resources resources;

  Intrinsics(
      Map<String, Object> parameters,
      Map<String, Object> conditions,
      Map<String, Object> mappings,
      Resources resources) {
    this.parameters = parameters;
    this.conditions = conditions;
    this.mappings = mappings;
    this.resources = resources;
  }

  /** The value with every function in it worked out. */
  Object value(Object raw) {
    if (raw instanceof List<?> list) {
      return list.stream().map(this::value).filter(each -> each != NO_VALUE).toList();
    } else if (raw instanceof Map<?, ?> map) {
      String only = map.size() == 1 ? map.keySet().iterator().next().toString() : "";
      boolean isFunction = only.equals("Ref") || only.startsWith("Fn::");
      return isFunction ? function(only, map.get(only)) : values(map);
    }
    return raw;
  }

  String text(Object raw) {
    return String.valueOf(value(raw));
  }

  boolean holds(String condition) {
    if (!conditions.containsKey(condition)) {
      throw new UnknownFeature("Conditions", condition);
    }
    return test(conditions.get(condition));
  }

  private Map<String, Object> values(Map<?, ?> map) {
    Map<String, Object> values = new LinkedHashMap<>();
    map.forEach(
        (name, raw) -> {
          Object value = value(raw);
          if (value != NO_VALUE) {
            values.put(name.toString(), value);
          }
        });
    return values;
  }

  private Object function(String name, Object argument) {
    switch (name) {
      case "Ref":
        return ref((String) argument);
      case "Fn::GetAtt":
        return attribute(list(argument).get(0).toString(), text(list(argument).get(1)));
      case "Fn::Sub":
        return argument instanceof List<?> withNames
            ? sub((String) withNames.get(0), (Map<?, ?>) withNames.get(1))
            : sub((String) argument, Map.of());
      case "Fn::If":
        return value(list(argument).get(holds((String) list(argument).get(0)) ? 1 : 2));
      case "Fn::Join":
        return String.join(text(list(argument).get(0)), texts(list(argument).get(1)));
      case "Fn::Split":
        return Arrays.asList(
            text(list(argument).get(1)).split(Pattern.quote(text(list(argument).get(0))), -1));
      case "Fn::Select":
        return texts(list(argument).get(1)).get(Integer.parseInt(text(list(argument).get(0))));
      case "Fn::FindInMap":
        return list(argument).stream().map(this::text).reduce((Object) mappings, this::in, last());
      case "Fn::GetAZs":
        return Stream.of("a", "b", "c").map(zone -> REGION + zone).toList();
      default:
        if (Stream.of("Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not").anyMatch(name::equals)) {
          return test(Map.of(name, argument));
        }
        throw new UnknownFeature("a function in the template", name);
    }
  }

  private Object in(Object map, String key) {
    return ((Map<?, ?>) map).get(key);
  }

  private static java.util.function.BinaryOperator<Object> last() {
    return (first, second) -> second;
  }

  private boolean test(Object condition) {
    Map<?, ?> map = (Map<?, ?>) condition;
    String name = map.keySet().iterator().next().toString();
    Object argument = map.get(name);
    switch (name) {
      case "Condition":
        return holds((String) argument);
      case "Fn::Equals":
        return value(list(argument).get(0)).toString().equals(text(list(argument).get(1)));
      case "Fn::Not":
        return !test(list(argument).get(0));
      case "Fn::And":
        return list(argument).stream().allMatch(this::test);
      case "Fn::Or":
        return list(argument).stream().anyMatch(this::test);
      default:
        throw new UnknownFeature("a condition", name);
    }
  }

  private Object ref(String name) {
    if (name.equals("AWS::NoValue")) {
      return NO_VALUE;
    } else if (PSEUDO.containsKey(name)) {
      return PSEUDO.get(name);
    } else if (parameters.containsKey(name)) {
      return parameters.get(name);
    }
    return known(resources.ref(name), "Ref " + name);
  }

  private Object attribute(String id, String attribute) {
    return known(resources.attribute(id, attribute), "GetAtt " + id + "." + attribute);
  }

  private static Object known(Object found, String what) {
    if (found == null) {
      throw new UnknownFeature("a reference in the template", what);
    }
    return found;
  }

  private String sub(String text, Map<?, ?> names) {
    Matcher each = IN_SUB.matcher(text);
    return each.replaceAll(
        found -> {
          String name = found.group(2).strip();
          if (!found.group(1).isEmpty()) {
            return Matcher.quoteReplacement("${" + name + "}");
          }
          return Matcher.quoteReplacement(
              names.containsKey(name) ? text(names.get(name)) : dotted(name).toString());
        });
  }

  private Object dotted(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? ref(name) : attribute(name.substring(0, dot), name.substring(dot + 1));
  }

  private static List<?> list(Object argument) {
    return (List<?>) argument;
  }

  private List<String> texts(Object raw) {
    List<String> texts = new ArrayList<>();
    list(value(raw)).forEach(each -> texts.add(each.toString()));
    return texts;
  }
}
