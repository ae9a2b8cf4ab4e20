package io.doula.functions.gateway;

import com.amazonaws.serverless.proxy.ExceptionHandler;
import com.amazonaws.serverless.proxy.internal.LambdaContainerHandler;
import com.amazonaws.serverless.proxy.model.AwsProxyResponse;
import com.amazonaws.serverless.proxy.model.Headers;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What never came as far as the program: a 500 as the program words its own. */
final class Unanswered implements ExceptionHandler<AwsProxyResponse> {
  private static final Logger log = LoggerFactory.getLogger(Unanswered.class);

  @Override
  public AwsProxyResponse handle(Throwable thrown) {
    log.error("an event was not answered", thrown);
    Headers headers = new Headers();
    headers.putSingle("Content-Type", "application/problem+json");
    headers.putSingle("Cache-Control", "no-store");
    headers.putSingle("X-Content-Type-Options", "nosniff");
    return new AwsProxyResponse(
        500,
        headers,
        "{\"type\":\"about:blank\",\"title\":\"Internal Server Error\",\"status\":500,"
            + "\"detail\":\"something went wrong on our side\"}");
  }

  @Override
  public void handle(Throwable thrown, OutputStream answer) {
    LambdaContainerHandler.getObjectMapper().writeValue(answer, handle(thrown));
  }
}
