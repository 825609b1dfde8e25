package dev.deltalex.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar as packaged: Java 17 runs the base, with the scalar scanner; Java 25 sees the vector
 * kernels and a module descriptor that requires the Vector API. Runs after the jar is built.
 */
@Tag("published-jar")
class PublishedJarTest {
  private static final String MODULE =
      """
      module consumer {
        requires dev.deltalex.core;
      }
      """;

  /** In the language of Java 17. */
  private static final String MAIN =
      """
      package consumer;

      import dev.deltalex.Message;
      import dev.deltalex.format.Formats;
      import dev.deltalex.parse.StreamPool;
      import dev.deltalex.parse.StreamSpec;
      import dev.deltalex.schema.ToolSetReader;

      public final class Main {
        public static void main(String[] args) {
          StreamPool.warmUp();
          System.out.println("Java " + Runtime.version().feature());
          System.out.println("module " + StreamSpec.class.getModule().getName());
          System.out.println(StreamPool.scannerDescription());
          String tools = "[{\\"name\\": \\"weather\\"}, {\\"name\\": \\"time\\"}]";
          StreamSpec spec =
              StreamSpec.of(Formats.byName("hermes")).tools(ToolSetReader.read(tools)).build();
          String response =
              "Both.<tool_call>\\n"
                  + "{\\"name\\": \\"weather\\", \\"arguments\\": {\\"city\\": \\"Rome\\"}}\\n"
                  + "</tool_call>\\n<tool_call>\\n"
                  + "{\\"name\\": \\"time\\", \\"arguments\\": {\\"zone\\": 1}}\\n"
                  + "</tool_call>";
          Message message = spec.read(response);
          System.out.println(message.content());
          for (Message.Call call : message.calls()) {
            System.out.println(call.name() + " " + call.arguments() + " " + call.complete());
          }
        }
      }
      """;

  /** What the program prints behind Java version, module and scanner. */
  private static final String MESSAGE =
      """
      Both.
      weather {"city": "Rome"} true
      time {"zone": 1} true
      """;

  private static final String FLAG = "--add-modules";
  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final String VERSIONED = "META-INF/versions/25/";
  private static final String DESCRIPTOR = "module-info.class";

  /** The warm-up gives up when the machine is too busy for it: that is not what is tested. */
  private static final int TRIES = 3;

  private static final Path JAR = Path.of(System.getProperty("deltalex.jar", "not packaged"));
  private static final String LIBRARY =
      JAR + File.pathSeparator + MainClasses.placeOf(JsonFactory.class);

  @TempDir static Path directory;
  private static String path = "";

  /** For Java 17, so against the base of the jar; the classes run on both. */
  @BeforeAll
  static void compileTheConsumer() throws Exception {
    Path sources = Files.createDirectories(directory.resolve("src/consumer")).getParent();
    Path moduleInfo = Files.writeString(sources.resolve("module-info.java"), MODULE);
    Path main = Files.writeString(sources.resolve("consumer/Main.java"), MAIN);
    String classes = directory.resolve("classes").toString();
    JdkTool.run(
        directory,
        "javac",
        "--release",
        "17",
        "-d",
        classes,
        "-p",
        LIBRARY,
        moduleInfo.toString(),
        main.toString());
    path = classes + File.pathSeparator + LIBRARY;
  }

  @Test
  void kernelsAndDescriptorAreForJava25AndTheRestForJava17() throws IOException {
    TreeSet<String> versioned = new TreeSet<>();
    int classes = 0;
    try (JarFile jar = new JarFile(JAR.toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertEquals("true", manifest.getValue(Attributes.Name.MULTI_RELEASE));
      assertEquals("dev.deltalex.core", manifest.getValue("Automatic-Module-Name"));
      for (JarEntry entry : jar.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
        String name = entry.getName();
        if (name.startsWith(VERSIONED)) {
          versioned.add(name.substring(VERSIONED.length()));
        } else {
          assertEquals(ClassFile.JAVA_17_VERSION, classFileVersion(jar, entry), name);
          classes++;
        }
      }
    }
    assertTrue(classes > 20, "classes in the base: " + classes);
    assertTrue(versioned.remove(DESCRIPTOR), versioned.toString());
    assertFalse(versioned.isEmpty());
    for (String name : versioned) {
      assertTrue(name.startsWith("dev/deltalex/scan/Vector"), name);
    }
  }

  @Test
  void descriptorsDifferByTheVectorApi() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      ModuleDescriptor base = descriptor(jar, DESCRIPTOR);
      ModuleDescriptor java25 = descriptor(jar, VERSIONED + DESCRIPTOR);
      assertEquals(base.name(), java25.name());
      assertEquals(base.exports(), java25.exports());
      assertEquals(base.version(), java25.version());
      TreeSet<String> more = new TreeSet<>(requires(java25));
      more.removeAll(requires(base));
      assertEquals(Set.of(VECTOR_MODULE), more);
      assertEquals(requires(base).size() + 1, requires(java25).size());
    }
  }

  private static ModuleDescriptor descriptor(JarFile jar, String name) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
      return ModuleDescriptor.read(in);
    }
  }

  private static Set<String> requires(ModuleDescriptor descriptor) {
    return descriptor.requires().stream()
        .map(ModuleDescriptor.Requires::name)
        .collect(Collectors.toSet());
  }

  private static int classFileVersion(JarFile jar, JarEntry entry) throws IOException {
    try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
      in.readInt(); // magic
      in.readUnsignedShort(); // minor version
      return in.readUnsignedShort();
    }
  }

  @Test
  void java25RunsItAsAModuleWithTheVectorKernels() throws Exception {
    assertVector("module dev.deltalex.core", "-p", path, "-m", "consumer/consumer.Main");
  }

  @Test
  void java25RunsItOnTheClassPathWithTheVectorKernels() throws Exception {
    assertVector("module null", FLAG, VECTOR_MODULE, "-cp", path, "consumer.Main");
  }

  @Test
  void java25RunsItOnTheClassPathWithoutTheFlag() throws Exception {
    String said = JdkTool.run(directory, "java", "-cp", path, "consumer.Main");
    String reason =
        "no module " + VECTOR_MODULE + "; start Java with " + FLAG + " " + VECTOR_MODULE;
    assertEquals(output("25", "module null", "scalar: " + reason), show(said));
  }

  /** As if a tool had repacked the jar and left the manifest behind. */
  @Test
  void java25RunsItWithoutTheVectorKernelsAndSaysSo() throws Exception {
    String base = "-Djdk.util.jar.enableMultiRelease=false";
    String said =
        JdkTool.run(directory, "java", base, FLAG, VECTOR_MODULE, "-cp", path, "consumer.Main");
    String reason = "no vector kernels; a repacked jar needs Multi-Release: true in its manifest";
    assertEquals(output("25", "module null", "scalar: " + reason), show(said));
  }

  @Test
  void java17RunsItAsAModule() throws Exception {
    assertScalarOn17("module dev.deltalex.core", "-p", path, "-m", "consumer/consumer.Main");
  }

  @Test
  void java17RunsItOnTheClassPath() throws Exception {
    assertScalarOn17("module null", "-cp", path, "consumer.Main");
  }

  private static void assertVector(String module, String... java) throws Exception {
    String said = "";
    for (int i = 0; i < TRIES && !scanner(said).startsWith("vector"); i++) {
      said = show(JdkTool.run(directory, "java", java));
    }
    assertTrue(scanner(said).startsWith("vector"), said);
    assertEquals(output("25", module, scanner(said)), said);
  }

  private static void assertScalarOn17(String module, String... java) throws Exception {
    Optional<Path> jdk = InstalledJdk.find(17);
    if (jdk.isEmpty()) {
      String line = "[skipped] the jar on Java 17: no JDK 17 found; JAVA17_HOME names one";
      System.out.println(line);
      abort(line);
    }
    String said = JdkTool.runOf(jdk.orElseThrow(), directory, "java", java);
    String scanner = "scalar: the vector kernels need Java 25; this is Java 17";
    assertEquals(output("17", module, scanner), show(said));
  }

  /** The third line that the program prints. */
  private static String scanner(String said) {
    return said.lines().skip(2).findFirst().orElse("");
  }

  private static String output(String java, String module, String scanner) {
    return "Java " + java + "\n" + module + "\n" + scanner + "\n" + MESSAGE;
  }

  /** Prints it for the log of the build. */
  private static String show(String said) {
    String lines = said.replace(System.lineSeparator(), "\n");
    System.out.println("[consumer] " + lines.strip().replace("\n", "; "));
    return lines;
  }
}
