package io.doula.bench.inside;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

/**
 * Found by the program's component scan where it lies on its class path. What the observer does is
 * named in the environment: {@code BENCH_KILL=mark:before:3} or {@code BENCH_CLAIMS=file}.
 */
@Configuration(proxyBeanMethods = false)
public class Watched {
  /** Other data sources are for migrations. */
  private static final String POOL = "dataSource";

  private static final String CHANNEL = "io.doula.channel.Channel";

  @Bean
  static BeanPostProcessor watcher() {
    Observer observer = observer();
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof DataSource source && name.equals(POOL)) {
          return Watching.dataSource(source, observer);
        }
        Class<?> channel = channel(bean);
        return channel == null ? bean : Watching.channel(bean, channel, observer);
      }
    };
  }

  private static Observer observer() {
    String kill = System.getenv("BENCH_KILL");
    return kill == null
        ? new Stopwatch(Path.of(System.getenv("BENCH_CLAIMS")))
        : KillPoint.of(kill);
  }

  private static @Nullable Class<?> channel(Object bean) {
    for (Class<?> type : ClassUtils.getAllInterfacesForClass(bean.getClass())) {
      if (type.getName().equals(CHANNEL)) {
        return type;
      }
    }
    return null;
  }
}
