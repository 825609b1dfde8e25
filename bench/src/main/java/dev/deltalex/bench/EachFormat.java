package dev.deltalex.bench;

import java.util.List;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The formats that have calls, as a parameter. The short set measures one for each kind of body;
 * see the module's pom.
 */
@State(Scope.Thread)
public abstract class EachFormat {
  @Param({
    "qwen3_coder",
    "hermes",
    "mimo",
    "apertus",
    "apriel",
    "cogito",
    "cohere_command",
    "cohere_xml",
    "command_r_plus",
    "cwm",
    "deepseek_v3",
    "deepseek_v31",
    "deepseek_v32",
    "deepseek_v4",
    "deepseek_v41",
    "dots",
    "ernie45",
    "functiongemma",
    "functionary_v31",
    "functionary_v32",
    "gemma4",
    "gigachat3",
    "gigachat35",
    "glm45",
    "granite",
    "granite_20b_fc",
    "granite4",
    "granite_pythonic",
    "harmony",
    "hunyuan_a13b",
    "hy_v3",
    "iquest_coder_v2",
    "iquest_q1",
    "inkling",
    "internlm",
    "jamba",
    "k2_horizon",
    "kimi_k2",
    "kimi_k3",
    "lfm2",
    "llama3_json",
    "llama4_pythonic",
    "longcat",
    "minicpm5",
    "minimax_m1",
    "minimax_m2",
    "minimax_m2_append_think",
    "minimax_m3",
    "mistral",
    "muse_glimmer",
    "nemotron_toolcall",
    "olmo3",
    "openpangu_v2",
    "phi4_mini_json",
    "plamo3",
    "pythonic",
    "rwkv",
    "sarashina",
    "seed_oss",
    "solar",
    "solar_open2",
    "step3",
    "step_audio_2",
    "xlam"
  })
  public String format = "";

  /** All of them. */
  static List<String> names() {
    try {
      return List.of(EachFormat.class.getField("format").getAnnotation(Param.class).value());
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }
}
