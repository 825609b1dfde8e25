package dev.deltalex.cli;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads {@code key=value} options into a record of enums, strings and ints. The keys are the
 * record's components, so a new component needs no change here.
 */
final class Settings {
  private Settings() {}

  /**
   * A copy of {@code base} with the settings applied in order; the last one for a key wins.
   * Combinations are checked once all settings are applied.
   */
  static <R extends Record> R apply(R base, List<String> settings, String option) {
    RecordComponent[] components = base.getClass().getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      values[i] = read(components[i], base);
    }
    for (String setting : settings) {
      set(components, values, setting, option);
    }
    return settings.isEmpty() ? base : create(base, components, values, option);
  }

  /** A line per key with its legal values and its default, for {@code --help}. */
  static List<String> describe(Record defaults) {
    List<String> lines = new ArrayList<>();
    for (RecordComponent component : defaults.getClass().getRecordComponents()) {
      Object value = read(component, defaults);
      String shown =
          value instanceof Enum<?> constant ? EnumNames.of(constant) : String.valueOf(value);
      lines.add(component.getName() + "=" + legal(component) + " (" + shown + ")");
    }
    return lines;
  }

  private static void set(
      RecordComponent[] components, Object[] values, String setting, String option) {
    int equals = setting.indexOf('=');
    if (equals <= 0) {
      throw new CliException(option + ": '" + setting + "' is not of the form key=value");
    }
    String key = setting.substring(0, equals).strip();
    String text = setting.substring(equals + 1).strip();
    boolean known = false;
    for (int i = 0; i < components.length; i++) {
      if (EnumNames.plain(components[i].getName()).equals(EnumNames.plain(key))) {
        values[i] = value(components[i], text, option + " " + components[i].getName());
        known = true;
      }
    }
    if (!known) {
      throw unknown(key, components, option);
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the component's type was tested to be an enum
  private static Object value(RecordComponent component, String text, String field) {
    Class<?> type = component.getType();
    if (type.isEnum()) {
      return EnumNames.parse((Class) type, text, field);
    }
    if (type == String.class) {
      return text;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new CliException(field + ": '" + text + "' is not a whole number");
    }
  }

  private static CliException unknown(String key, RecordComponent[] components, String option) {
    List<String> names = new ArrayList<>();
    List<String> legal = new ArrayList<>();
    for (RecordComponent component : components) {
      names.add(component.getName());
      legal.add("  " + component.getName() + "=" + legal(component));
    }
    return new CliException(
        "%s: unknown key '%s'%s".formatted(option, key, Nearest.hint(key, names))
            + "\nvalid keys:\n"
            + String.join("\n", legal));
  }

  private static String legal(RecordComponent component) {
    if (component.getType().getEnumConstants() instanceof Enum<?>[] constants) {
      return String.join("|", EnumNames.all(List.of(constants)));
    }
    return component.getType() == String.class ? "TEXT" : "N";
  }

  private static Object read(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("A component of " + record + " cannot be read", e);
    }
  }

  @SuppressWarnings("unchecked") // the class of an R is a Class<R>: records are final
  private static <R extends Record> R create(
      R base, RecordComponent[] components, Object[] values, String option) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> canonical = base.getClass().getDeclaredConstructor(types);
      return (R) canonical.newInstance(values);
    } catch (InvocationTargetException e) {
      Throwable refusal = e.getCause() == null ? e : e.getCause();
      throw new CliException(option + ": " + refusal.getMessage());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(base.getClass() + " cannot be built", e);
    }
  }
}
