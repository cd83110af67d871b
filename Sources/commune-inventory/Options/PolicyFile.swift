import Foundation
import InventoryStore
import Prioritization
import Reporting

/// A policy and its digest: the one in the binary, or the planner's own file.
struct PolicyFile {
  var policy: Policy
  /// SHA-256 of the text, in hexadecimal digits.
  var digest: String

  static func read(_ path: String?) throws -> Policy { try PolicyFile(path).policy }

  /// - Parameters:
  ///   - path: nil for the one in the binary.
  ///   - isForTable: whether a table supplies the values, so that criteria may name any measure.
  init(_ path: String?, isForTable: Bool = false) throws {
    guard let path else {
      guard let bytes = EmbeddedFile.bytes("policies/standard.toml") else {
        throw Failure(
          Failure.badConfiguration,
          "The built-in standard policy is missing: reinstall the program.")
      }
      policy = try Policy(toml: String(decoding: bytes, as: UTF8.self))
      digest = SHA256Digest.hexadecimal(of: bytes)
      return
    }
    let bytes = try InputFile.read(
      path, maximum: 1 << 20, what: "the policy ", Failure.badConfiguration)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(Failure.badConfiguration, "The policy \(path) is not UTF-8 text.")
    }
    do {
      policy = try Policy(toml: text, vocabulary: isForTable ? nil : .inventory)
    } catch {
      throw Failure(Failure.badConfiguration, "\(path): \(error)")
    }
    digest = SHA256Digest.hexadecimal(of: bytes)
  }
}
