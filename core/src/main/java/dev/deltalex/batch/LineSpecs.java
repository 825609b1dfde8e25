package dev.deltalex.batch;

import dev.deltalex.ParserOptions;
import dev.deltalex.ParserOptions.InitialState;
import dev.deltalex.choose.Nearest;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.schema.ToolSchemaException;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The specs of lines; those used last are kept. */
final class LineSpecs {
  /** Specs that are kept. */
  private static final int KEPT = 64;

  /** Specs with more chars of tools are not kept. */
  private static final int KEPT_CHARS = 1 << 18;

  private record Key(WireFormat format, @Nullable InitialState start, String tools) {}

  private static final class Recent extends LinkedHashMap<Key, StreamSpec> {
    private static final long serialVersionUID = 1;

    Recent() {
      super(KEPT, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Key, StreamSpec> eldest) {
      return size() > KEPT;
    }
  }

  private final BatchSettings settings;
  private final String defaultTools;
  private final Recent recent = new Recent();

  LineSpecs(BatchSettings settings) {
    this.settings = settings;
    defaultTools =
        new String(settings.tools.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** The format of a line. */
  WireFormat format(LineReader line) throws BadLineException {
    String name = line.format();
    WireFormat format = name == null ? settings.format : Formats.find(name);
    if (format != null) {
      return format;
    }
    if (name == null) {
      throw new BadLineException("'format' is required, or a format for all lines");
    }
    throw new BadLineException("'format' is '" + name + "', which is none" + nearest(name));
  }

  private static String nearest(String name) {
    Nearest nearest = new Nearest(name);
    for (WireFormat format : Formats.all()) {
      nearest.offer(format.name(), format.name());
      format.aliases().forEach(alias -> nearest.offer(format.name(), alias));
    }
    List<String> names = nearest.names();
    return names.isEmpty() ? "" : "; nearest: " + String.join(", ", names);
  }

  /** The spec of a line in a format, its own or another. */
  StreamSpec of(WireFormat format, LineReader line) throws BadLineException {
    String tools = line.tools();
    InitialState start = line.start();
    Key key =
        new Key(
            format, start == null ? settings.start : start, tools == null ? defaultTools : tools);
    StreamSpec spec = recent.get(key);
    if (spec == null) {
      spec = make(key);
      if (key.tools.length() <= KEPT_CHARS) {
        recent.put(key, spec);
      }
    }
    return spec;
  }

  private StreamSpec make(Key key) throws BadLineException {
    try {
      byte[] json = key.tools.getBytes(StandardCharsets.ISO_8859_1);
      ToolSet tools = ToolSetReader.read(new String(json, StandardCharsets.UTF_8), settings.limits);
      ParserOptions options = settings.options.apply(key.format);
      if (key.start != null) {
        options = options.toBuilder().initialState(key.start).build();
      }
      StreamSpec.Builder spec =
          StreamSpec.of(key.format).tools(tools).options(options).limits(settings.limits);
      if (settings.vocabulary != null) {
        spec.vocabulary(settings.vocabulary);
      }
      return spec.build();
    } catch (ToolSchemaException e) {
      throw new BadLineException("'tools': " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new BadLineException(String.valueOf(e.getMessage()));
    }
  }
}
