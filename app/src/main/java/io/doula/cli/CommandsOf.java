package io.doula.cli;

import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Hands each command the program it works on. */
record CommandsOf(Program program) implements IFactory {

  @Override
  public <K> K create(Class<K> type) throws Exception {
    try {
      return type.getDeclaredConstructor(Program.class).newInstance(program);
    } catch (NoSuchMethodException e) {
      return CommandLine.defaultFactory().create(type);
    }
  }
}
