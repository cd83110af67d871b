import Foundation
import InventoryStore
import Prioritization

/// The policy to decide with: the one in the binary, or a file of the planner's.
enum PolicyFile {
  static func read(_ path: String?) throws -> Policy {
    guard let path else {
      guard let bytes = EmbeddedFile.bytes("policies/standard.toml") else {
        throw Failure(Failure.badConfiguration, "This program lacks its standard policy.")
      }
      return try Policy(toml: String(decoding: bytes, as: UTF8.self))
    }
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw Failure(Failure.badConfiguration, "Cannot read the policy \(path): check the name.")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(Failure.badConfiguration, "The policy \(path) is not UTF-8 text.")
    }
    do {
      return try Policy(toml: text)
    } catch {
      throw Failure(Failure.badConfiguration, "\(path): \(error)")
    }
  }
}
