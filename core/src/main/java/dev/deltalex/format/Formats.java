package dev.deltalex.format;

import dev.deltalex.choose.ChatTemplates;
import dev.deltalex.choose.Finding;
import dev.deltalex.choose.ModelDirectories;
import dev.deltalex.choose.ModelNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The wire formats, by name and alias, and by what is known of a model. Immutable and thread-safe.
 */
public final class Formats {
  private static final List<WireFormat> ALL =
      List.of(
          Qwen3Coder.FORMAT,
          Hermes.FORMAT,
          ThinkOnly.FORMAT,
          Mimo.FORMAT,
          Apertus.FORMAT,
          Apriel.FORMAT,
          Cogito.FORMAT,
          CohereCommand.FORMAT,
          CohereXml.FORMAT,
          CommandRPlus.FORMAT,
          Cwm.FORMAT,
          DeepSeekR1.FORMAT,
          DeepSeekV3.FORMAT,
          DeepSeekV31.FORMAT,
          DeepSeekV32.FORMAT,
          DeepSeekV4.FORMAT,
          DeepSeekV41.FORMAT,
          Dots.FORMAT,
          Ernie45.FORMAT,
          FunctionGemma.FORMAT,
          FunctionaryV31.FORMAT,
          FunctionaryV32.FORMAT,
          Gemma4.FORMAT,
          GigaChat3.FORMAT,
          GigaChat35.FORMAT,
          Glm45.FORMAT,
          Granite.FORMAT,
          Granite20bFc.FORMAT,
          Granite4.FORMAT,
          GranitePythonic.FORMAT,
          Harmony.FORMAT,
          HunyuanA13b.FORMAT,
          HyV3.FORMAT,
          IQuestCoderV2.FORMAT,
          IQuestQ1.FORMAT,
          Inkling.FORMAT,
          InternLm.FORMAT,
          Jamba.FORMAT,
          K2Horizon.FORMAT,
          KimiK2.FORMAT,
          KimiK3.FORMAT,
          Lfm2.FORMAT,
          Llama3Json.FORMAT,
          Llama4Pythonic.FORMAT,
          LongCat.FORMAT,
          MiniCpm5.FORMAT,
          MiniMaxM1.FORMAT,
          MiniMaxM2.FORMAT,
          MiniMaxM2AppendThink.FORMAT,
          MiniMaxM3.FORMAT,
          Mistral.FORMAT,
          MuseGlimmer.FORMAT,
          NemotronToolcall.FORMAT,
          Olmo3.FORMAT,
          OpenPanguV2.FORMAT,
          Phi4Mini.FORMAT,
          Plamo3.FORMAT,
          Pythonic.FORMAT,
          Rwkv.FORMAT,
          Sarashina.FORMAT,
          SeedOss.FORMAT,
          Solar.FORMAT,
          SolarOpen2.FORMAT,
          Step3.FORMAT,
          StepAudio2.FORMAT,
          Xlam.FORMAT);
  private static final Map<String, WireFormat> BY_NAME = index();

  private Formats() {}

  /** Every format once. */
  public static List<WireFormat> all() {
    return ALL;
  }

  /** Every name and alias, formats in order, each one's name before its aliases. */
  public static List<String> names() {
    return List.copyOf(BY_NAME.keySet());
  }

  /**
   * The format called {@code name}.
   *
   * @throws IllegalArgumentException if there is none; the message lists the known ones
   */
  public static WireFormat byName(String name) {
    Objects.requireNonNull(name, "name");
    WireFormat format = find(name);
    if (format == null) {
      throw new IllegalArgumentException(
          "unknown wire format '" + name + "'; known formats: " + String.join(", ", names()));
    }
    return format;
  }

  /** The format called {@code name}, or null. */
  @SuppressWarnings("exports") // of @Nullable, which consumers need not have
  public static @Nullable WireFormat find(String name) {
    return BY_NAME.get(name);
  }

  /**
   * The format that a model writes, by the name under which it is published: {@code
   * "Qwen/Qwen3-Coder-30B-A3B-Instruct"}, also with another owner, in lower case, or with a tag
   * ({@code qwen3-coder:30b}). Sizes, dates and precisions have no effect. A name with other words
   * behind those that a format states has no answer: models that were trained further often write
   * another format. A chat template says more than a name; this method reads neither files nor the
   * network.
   */
  public static FormatChoice forModel(String name) {
    return choice(ModelNames.find(name, ALL));
  }

  /**
   * The format that a chat template asks for, by the markers in its text. The template is not
   * executed. Nothing is said of the state in which a response begins: that depends on the request.
   *
   * @param template the Jinja text, as chat_template of tokenizer_config.json has it; read in time
   *     that is linear in its length
   */
  public static FormatChoice forChatTemplate(String template) {
    return choice(new ChatTemplates(ALL).find(template));
  }

  /**
   * The format that a model writes, by its directory as hubs publish it: chat_template.jinja,
   * chat_template.json or tokenizer_config.json, of whose templates the one named {@code tool_use}
   * or else {@code default} counts; and names, where the template leaves several formats: that of
   * the directory, and {@code _name_or_path} and {@code model_type} of config.json.
   *
   * @throws IOException if there is no such directory, or a file of it cannot be read
   * @throws IllegalArgumentException naming the file and the field that is not as it must be; files
   *     of more than 64 MiB and templates of more than 1 Mi chars are refused
   */
  public static FormatChoice forModelDirectory(Path directory) throws IOException {
    return choice(ModelDirectories.find(directory, ALL));
  }

  private static FormatChoice choice(Finding finding) {
    return new FormatChoice(finding.formats(), finding.nearest(), finding.why());
  }

  private static Map<String, WireFormat> index() {
    Map<String, WireFormat> index = new LinkedHashMap<>();
    for (WireFormat format : ALL) {
      put(index, format.name(), format);
      format.aliases().forEach(alias -> put(index, alias, format));
    }
    return index;
  }

  private static void put(Map<String, WireFormat> index, String name, WireFormat format) {
    if (index.put(name, format) != null) {
      throw new IllegalStateException("duplicate format name " + name);
    }
  }
}
