package io.doula.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The queue as a function has it: its packaging leaves the Redis client and what it needs out. */
class WithoutRedisClientTest {
  private static URLClassLoader packaging;

  @BeforeAll
  static void aClassPathWithoutIt() {
    URL[] rest =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(path -> !path.matches(".*[/\\\\](lettuce|netty|reactor)-[^/\\\\]*\\.jar"))
            .map(WithoutRedisClientTest::url)
            .toArray(URL[]::new);
    packaging = new URLClassLoader(rest, ClassLoader.getPlatformClassLoader());
    assertThat(packaging.getResource("io/lettuce/core/RedisClient.class")).isNull();
    assertThat(packaging.getResource("io/netty/channel/Channel.class")).isNull();
  }

  @AfterAll
  static void closed() throws Exception {
    packaging.close();
  }

  @Test
  void sqsIsOpenedWithoutIt() throws Exception {
    assertThat(
            wakeups(Map.of("DOULA_QUEUE_URL", "https://sqs.eu-west-1.amazonaws.com/123/doula"))
                .getClass()
                .getSimpleName())
        .isEqualTo("SqsWakeups");
  }

  @Test
  void noQueueIsOpenedWithoutIt() throws Exception {
    assertThat(wakeups(Map.of()).getClass().getSimpleName()).isEqualTo("NoWakeups");
  }

  @Test
  void askingForRedisIsRefusedInWords() {
    assertThatThrownBy(() -> wakeups(Map.of("REDIS_URL", "redis://127.0.0.1")))
        .isInstanceOf(InvocationTargetException.class)
        .cause()
        .satisfies(
            refusal -> {
              assertThat(refusal.getClass().getSimpleName()).isEqualTo("CannotStart");
              assertThat(refusal).hasMessageContaining("this packaging has no Redis client");
            });
  }

  /** As the program does it, in the classes of that packaging. */
  private static Object wakeups(Map<String, String> settings) throws Exception {
    Class<?> environmentClass = packaging.loadClass("org.springframework.mock.env.MockEnvironment");
    Object environment = environmentClass.getConstructor().newInstance();
    Method set = environmentClass.getMethod("setProperty", String.class, Object.class);
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      set.invoke(environment, setting.getKey(), setting.getValue());
    }
    Class<?> door = packaging.loadClass("io.doula.queue.QueueDoor");
    Method wakeups =
        door.getDeclaredMethod(
            "wakeups", packaging.loadClass("org.springframework.core.env.Environment"));
    wakeups.setAccessible(true);
    var maker = door.getDeclaredConstructor();
    maker.setAccessible(true);
    return wakeups.invoke(maker.newInstance(), environment);
  }

  private static URL url(String path) {
    try {
      return Path.of(path).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
