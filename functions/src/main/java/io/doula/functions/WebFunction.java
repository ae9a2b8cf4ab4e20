package io.doula.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.doula.functions.gateway.Gateway;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.crac.Core;
import org.springframework.boot.SpringApplication;

/**
 * Answers HTTP: requests of an API Gateway HTTP API with payload version 1.0, which alone carries
 * several cookies in one answer.
 */
public final class WebFunction implements RequestStreamHandler {
  private final Gateway gateway;

  /** Held here: those who tell of snapshots hold it weakly. */
  private final Rehearsal rehearsal = new Rehearsal(this);

  /** Starts the program. */
  public WebFunction() {
    System.setProperty("spring.aot.enabled", "true");
    gateway =
        SpringApplication.withHook(
            new Prepared(WebHouse.class), () -> Gateway.start(WebHouse.class, "lambda"));
    // after the program's own, so that it comes before them
    Core.getGlobalContext().register(rehearsal);
  }

  @Override
  public void handleRequest(InputStream request, OutputStream answer, Context context)
      throws IOException {
    gateway.proxyStream(request, answer, context);
  }
}
