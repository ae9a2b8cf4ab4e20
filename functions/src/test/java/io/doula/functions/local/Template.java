package io.doula.functions.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What template.yaml asks for, with its functions worked out for this machine. */
final class Template {
  /** An event that starts a function: its type as SAM names it, and its properties. */
  record Event(String function, String name, String type, Map<String, Object> properties) {}

  private final Path file;
  private final Map<String, Object> sections;
  private final Intrinsics intrinsics;
  private final Map<String, Map<String, Object>> resources = new LinkedHashMap<>();
  private final List<String> foreign = new ArrayList<>();

  private Template(Path file, Map<String, Object> given, String sqs) throws IOException {
    this.file = file;
    this.sections = TemplateFile.read(file);
    Known.sections(sections);
    if (!"AWS::Serverless-2016-10-31".equals(sections.get("Transform"))) {
      throw new UnknownFeature("Transform", String.valueOf(sections.get("Transform")));
    }
    this.intrinsics =
        new Intrinsics(
            parameters(given),
            section("Conditions"),
            section("Mappings"),
            new Physical(section("Resources"), sqs));
    section("Resources")
        .forEach(
            (id, raw) -> {
              Map<String, Object> resource = map(raw);
              boolean wanted =
                  !resource.containsKey("Condition")
                      || intrinsics.holds(resource.get("Condition").toString());
              if (Known.isForeignFunction(resource)) {
                foreign.add(id);
              } else if (Known.isActedOn(id, resource) && wanted) {
                resources.put(id, resource);
              }
            });
  }

  /**
   * @param given values of parameters that have another default, or none
   * @param sqs where the queues are
   * @throws UnknownFeature naming what this stack can't follow
   */
  static Template read(Path file, Map<String, Object> given, String sqs) throws IOException {
    return new Template(file, given, sqs);
  }

  /** Logical ids of a type, in the template's order. */
  List<String> ids(String type) {
    return resources.keySet().stream().filter(id -> type(id).startsWith(type)).toList();
  }

  String type(String id) {
    return resources.get(id).get("Type").toString();
  }

  /** One property, worked out; null when it isn't given. */
  Object property(String id, String name) {
    return intrinsics.value(map(resources.get(id).get("Properties")).get(name));
  }

  Map<String, Object> properties(String id) {
    return map(intrinsics.value(map(resources.get(id).get("Properties"))));
  }

  /** The functions that are Java. */
  List<FunctionSettings> functions() {
    return ids("AWS::Serverless::Function").stream().map(this::one).toList();
  }

  /** The others, which are left aside. */
  List<String> foreignFunctions() {
    return foreign;
  }

  /** The zip, beside the template as CodeUri says. */
  Path code(String function) {
    return file.toAbsolutePath().getParent().resolve(of(function, "CodeUri").toString());
  }

  List<Event> events(String type) {
    List<Event> events = new ArrayList<>();
    for (FunctionSettings function : functions()) {
      map(map(resources.get(function.name()).get("Properties")).get("Events"))
          .forEach((name, raw) -> events.add(event(function.name(), name, map(raw))));
    }
    return events.stream().filter(event -> event.type().equals(type)).toList();
  }

  Map<String, Object> invokeConfig(String function) {
    return map(property(function, "EventInvokeConfig"));
  }

  private Event event(String function, String name, Map<String, Object> raw) {
    String type = raw.get("Type").toString();
    Map<String, Object> properties = map(raw.get("Properties"));
    Known.event(function + "." + name, type, properties);
    return new Event(function, name, type, map(intrinsics.value(properties)));
  }

  private FunctionSettings one(String id) {
    Map<String, Object> environment = map(map(global().get("Environment")).get("Variables"));
    Map<String, Object> own = map(map(raw(id, "Environment")).get("Variables"));
    Map<String, Object> both = new HashMap<>(environment);
    both.putAll(own);
    Map<String, String> variables =
        map(intrinsics.value(both)).entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().toString()));
    return new FunctionSettings(
        id,
        of(id, "Handler").toString(),
        of(id, "Runtime").toString(),
        Integer.parseInt(of(id, "MemorySize").toString()),
        Duration.ofSeconds(Long.parseLong(of(id, "Timeout").toString())),
        "PublishedVersions".equals(map(of(id, "SnapStart")).get("ApplyOn")),
        variables);
  }

  /** The function's own property, or what Globals says. */
  private Object of(String id, String name) {
    Object own = raw(id, name);
    return intrinsics.value(own == null ? global().get(name) : own);
  }

  private Object raw(String id, String name) {
    return map(resources.get(id).get("Properties")).get(name);
  }

  private Map<String, Object> global() {
    Map<String, Object> globals = section("Globals");
    Optional<String> other =
        globals.keySet().stream().filter(name -> !Set.of("Function").contains(name)).findFirst();
    if (other.isPresent()) {
      throw new UnknownFeature("Globals", other.get());
    }
    Map<String, Object> function = map(globals.get("Function"));
    Known.properties("AWS::Serverless::Function", "Globals.Function", function);
    return function;
  }

  private Map<String, Object> parameters(Map<String, Object> given) {
    Map<String, Object> values = new HashMap<>();
    section("Parameters")
        .forEach((name, raw) -> values.put(name, parameter(name, map(raw), given.get(name))));
    given.keySet().stream()
        .filter(name -> !values.containsKey(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new UnknownFeature("given on the command line", "a parameter " + name);
            });
    return values;
  }

  private static Object parameter(String name, Map<String, Object> described, Object given) {
    String type = described.get("Type").toString();
    if (!Set.of("String", "Number", "CommaDelimitedList").contains(type)
        && !Stream.of("List<", "AWS::EC2::").anyMatch(type::startsWith)) {
      throw new UnknownFeature("Parameters." + name, "parameters of type " + type);
    }
    Object value = given == null ? described.get("Default") : given;
    if (value == null) {
      throw new IllegalArgumentException(
          "The template's parameter %1$s has no default; say --parameter %1$s=…".formatted(name));
    }
    boolean isList = type.contains("List");
    return isList ? Arrays.asList(value.toString().split(",")) : value.toString();
  }

  private Map<String, Object> section(String name) {
    return map(sections.get(name));
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object value) {
    return value == null ? Map.of() : (Map<String, Object>) value;
  }
}
