package io.doula;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class Doula {
  public static void main(String[] args) {
    SpringApplication.run(Doula.class, args);
  }
}
