package io.doula.http;

import static tools.jackson.databind.cfg.CoercionInputShape.Boolean;
import static tools.jackson.databind.cfg.CoercionInputShape.EmptyArray;
import static tools.jackson.databind.cfg.CoercionInputShape.EmptyString;
import static tools.jackson.databind.cfg.CoercionInputShape.Float;
import static tools.jackson.databind.cfg.CoercionInputShape.Integer;
import static tools.jackson.databind.cfg.CoercionInputShape.String;

import java.util.Map;
import java.util.Set;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** JSON is taken as it is meant: no unknown field, no value of another type made to fit. */
@Configuration(proxyBeanMethods = false)
class StrictJson {
  private static final Map<LogicalType, Set<CoercionInputShape>> REFUSED =
      Map.of(
          LogicalType.Textual, Set.of(Integer, Float, Boolean),
          LogicalType.Boolean, Set.of(Integer, Float, String, EmptyString),
          LogicalType.Integer, Set.of(Float, Boolean, String, EmptyString),
          LogicalType.Float, Set.of(Boolean, String, EmptyString),
          LogicalType.Enum, Set.of(Integer, Float, Boolean, EmptyString),
          LogicalType.Collection, Set.of(String, EmptyString),
          LogicalType.Map, Set.of(String, EmptyString, EmptyArray),
          LogicalType.POJO, Set.of(String, EmptyString, EmptyArray));

  @Bean
  JsonMapperBuilderCustomizer strictly() {
    return StrictJson::strictly;
  }

  private static void strictly(JsonMapper.Builder mapper) {
    mapper
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .addModule(StrictTimes.module());
    REFUSED.forEach(
        (type, shapes) ->
            mapper.withCoercionConfig(
                type, config -> shapes.forEach(s -> config.setCoercion(s, CoercionAction.Fail))));
  }
}
