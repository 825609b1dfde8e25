package dev.deltalex.jmh;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.inject.Inject;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Execute;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;

/**
 * Runs the module's JMH benchmarks on the JDK that the build selected, with progress on the
 * console, JMH's own lines in a log and the results as JSON in the build directory. Modules without
 * benchmarks are skipped.
 *
 * <p>{@code -Djmh.args="..."} passes anything to JMH: which benchmarks, parameters, profilers. What
 * it leaves out of the measuring effort (forks, warm-up, iterations) comes from the defaults.
 */
@Mojo(
    name = "run",
    requiresDependencyResolution = ResolutionScope.RUNTIME,
    requiresProject = true,
    threadSafe = false)
@Execute(phase = LifecyclePhase.PROCESS_CLASSES)
public final class RunMojo extends AbstractMojo {
  private static final String JMH = "org.openjdk.jmh.Main";

  private final ToolchainManager toolchains;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  private MavenSession session;

  /** Arguments for JMH, separated by blanks; single or double quotes keep blanks together. */
  @Parameter(property = "jmh.args")
  private String args;

  /** The effort, each option of which gives way to the same option in {@link #args}. */
  @Parameter(
      property = "jmh.effort",
      defaultValue = "-f 1 -wi 2 -w 1s -i 3 -r 1s -prof gc -foe true")
  private String effort;

  /** Which benchmarks and parameters run when {@link #args} is empty; JMH arguments as well. */
  @Parameter(property = "jmh.set")
  private String set;

  /** Flags of the measuring JVMs; JMH hands them on to its forks. */
  @Parameter(property = "jmh.jvmArgs")
  private String jvmArgs;

  /** Where the results go. */
  @Parameter(property = "jmh.result", defaultValue = "${project.build.directory}/jmh-result.json")
  private File result;

  /** Where JMH's own lines go. */
  @Parameter(property = "jmh.log", defaultValue = "${project.build.directory}/jmh.log")
  private File log;

  /** A class of the module whose {@code main} prints the results; it is given the JSON file. */
  @Parameter(property = "jmh.summaryClass")
  private String summaryClass;

  /**
   * For the plugin container.
   *
   * @param toolchains knows the JDK that the build selected
   */
  @Inject
  public RunMojo(ToolchainManager toolchains) {
    this.toolchains = toolchains;
  }

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    Path classes = Path.of(project.getBuild().getOutputDirectory());
    if (!Files.isRegularFile(classes.resolve("META-INF/BenchmarkList"))) {
      getLog().info("No benchmarks in " + project.getArtifactId());
      return;
    }
    List<String> arguments = arguments();
    Fork fork = new Fork(java(), project.getBasedir(), JmhArguments.split(jvmArgs), classPath());
    try {
      Files.createDirectories(Path.of(project.getBuild().getDirectory()));
      long before = result.lastModified();
      ErrorLines errors = new ErrorLines();
      boolean measures = JmhArguments.measures(arguments);
      if (measures) {
        getLog().info("JMH's own lines go to " + log);
      }
      Progress progress = measures ? new Progress(System.nanoTime()) : null;
      int exit = fork.run(JMH, arguments, progress, measures ? log : null, errors::read);
      if (errors.notUnderstood()) {
        fork.run(JMH, List.of("-h"), null, null, UnaryOperator.identity());
        throw new MojoFailureException("JMH did not understand -Djmh.args=\"" + args + "\"");
      }
      if (exit != 0) {
        throw new MojoFailureException("JMH ended with exit code " + exit + "; see " + log);
      }
      if (result.lastModified() != before) {
        summarize(fork, classes);
      }
    } catch (IOException e) {
      throw new MojoExecutionException("The benchmarks could not be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("Interrupted while the benchmarks ran", e);
    }
  }

  private List<String> arguments() {
    List<String> given = JmhArguments.split(args);
    if (given.isEmpty()) {
      given = JmhArguments.split(set);
    }
    List<String> all = JmhArguments.complete(given, JmhArguments.split(effort));
    return JmhArguments.complete(all, List.of("-rf", "json", "-rff", result.getPath()));
  }

  /** Called only when there are new results: listings and help write none. */
  private void summarize(Fork fork, Path classes)
      throws IOException, InterruptedException, MojoFailureException {
    if (result.length() == 0 || summaryClass == null) {
      return;
    }
    if (!Files.isRegularFile(classes.resolve(summaryClass.replace('.', '/') + ".class"))) {
      return;
    }
    List<String> arguments = List.of(result.getPath());
    int exit = fork.run(summaryClass, arguments, null, null, UnaryOperator.identity());
    if (exit != 0) {
      throw new MojoFailureException("The summary ended with exit code " + exit);
    }
  }

  private String java() throws MojoFailureException {
    Toolchain jdk = toolchains.getToolchainFromBuildContext("jdk", session);
    if (jdk == null) {
      return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
    String java = jdk.findTool("java");
    if (java == null) {
      throw new MojoFailureException("No java executable in the selected JDK: " + jdk);
    }
    return java;
  }

  private String classPath() throws MojoExecutionException {
    try {
      return String.join(File.pathSeparator, project.getRuntimeClasspathElements());
    } catch (DependencyResolutionRequiredException e) {
      throw new MojoExecutionException("The class path is not resolved", e);
    }
  }
}
