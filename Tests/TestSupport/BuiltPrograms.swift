public import Foundation

/// The programs that were built together with the tests that run.
public enum BuiltPrograms {
  /// Their folder.
  public static let folder =
    (Bundle.allBundles.lazy.map(\.bundleURL).first { $0.pathExtension == "xctest" }
    ?? URL(fileURLWithPath: CommandLine.arguments[0])).deletingLastPathComponent()
}
