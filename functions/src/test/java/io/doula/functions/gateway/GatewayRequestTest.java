package io.doula.functions.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.serverless.proxy.internal.LambdaContainerHandler;
import com.amazonaws.serverless.proxy.model.AwsProxyRequest;
import com.amazonaws.serverless.proxy.model.Headers;
import com.amazonaws.serverless.proxy.model.MultiValuedTreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayRequestTest {

  @Test
  void aFormsFieldsAreParameters() {
    assertThat(posted("application/x-www-form-urlencoded; charset=utf-8").getParameter("a"))
        .isEqualTo("b");
  }

  @ParameterizedTest
  @ValueSource(strings = {";", ";;", " ", "/", "; charset=utf-8"})
  void aBodyOfNoTypeIsNoForm(String type) {
    assertThat(posted(type).getParameterMap()).isEmpty();
  }

  private static GatewayRequest posted(String type) {
    AwsProxyRequest event = new AwsProxyRequest();
    event.setHttpMethod("POST");
    event.setPath("/api/mothers");
    event.setMultiValueQueryStringParameters(new MultiValuedTreeMap<>());
    Headers headers = new Headers();
    headers.add("Content-Type", type);
    event.setMultiValueHeaders(headers);
    event.setBody("a=b");
    return new GatewayRequest(event, null, null, LambdaContainerHandler.getContainerConfig());
  }
}
