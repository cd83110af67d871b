import Foundation
import Glibc
import Logging
public import Prioritization
import ServiceLifecycle
import UnixSignals

/// Reads the policy again on SIGHUP, beside the certificates.
public struct PolicyReload: Sendable {
  /// Returns the policy and the SHA-256 of its text; throws the reason if it cannot be used.
  let read: @Sendable () throws -> (policy: Policy, digest: String)
  /// Describes an error in a sentence.
  let explain: @Sendable (any Error) -> String

  public init(
    read: @escaping @Sendable () throws -> (policy: Policy, digest: String),
    explain: @escaping @Sendable (any Error) -> String = { "\($0)" }
  ) {
    self.read = read
    self.explain = explain
  }
}

/// Reloads policy and certificates on SIGHUP, without closing a connection. If a new one cannot be
/// used, the old one stays in force, with one line in the log.
struct ReloadOnHangup: Service {
  let certificates: [any ServerEncryption]
  let policy: PolicyReload?
  /// Puts a policy in force; returns false if it is already.
  let adopt: @Sendable (Policy, String) async throws -> Bool
  let now: @Sendable () -> Date
  let logger: Logger

  /// Must be called before the first SIGHUP may arrive, which would otherwise end the process.
  static func ignoreUntilReady() { signal(SIGHUP, SIG_IGN) }

  func run() async throws {
    let hadTerminal = Self.hasTerminal
    for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
      // Not a request to reload, but a closed terminal.
      if hadTerminal, !Self.hasTerminal {
        kill(getpid(), SIGTERM)
        continue
      }
      reloadCertificates()
      await reloadPolicy()
    }
  }

  private static var hasTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  private func reloadCertificates() {
    for files in certificates {
      do {
        guard let facts = try files.reload(now: now()) else {
          logger.notice("the certificate is unchanged", metadata: ["file": "\(files.name)"])
          continue
        }
        logger.notice(
          "the certificate was reloaded",
          metadata: [
            "file": "\(files.name)", "names": "\(facts.names.joined(separator: ","))",
            "serial": "\(facts.serial)", "validUntil": "\(facts.lastDay)",
          ])
        files.warnOfExpiry(facts, now: now(), logger)
      } catch {
        logger.error(
          "the certificate was not reloaded: the former one stays in force",
          metadata: ["file": "\(files.name)", "reason": "\(error)"])
      }
    }
  }

  private func reloadPolicy() async {
    guard let policy else { return }
    do {
      let (fresh, digest) = try policy.read()
      let isNew = try await adopt(fresh, digest)
      logger.notice(
        isNew ? "the policy was reloaded" : "the policy is unchanged",
        metadata: ["version": "\(fresh.version)", "sha256": "\(digest)"])
    } catch {
      logger.error(
        "the policy was not reloaded: the former one stays in force",
        metadata: ["reason": "\(policy.explain(error))"])
    }
  }
}

/// Logs once a day which certificates expire within 30 days.
struct CertificateWatch: Service {
  let certificates: [any ServerEncryption]
  let now: @Sendable () -> Date
  let logger: Logger

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        for files in certificates {
          if let facts = try? files.facts() { files.warnOfExpiry(facts, now: now(), logger) }
        }
        do { try await Task.sleep(for: .seconds(86_400)) } catch { return }
      }
    }
  }
}

extension ServerEncryption {
  func warnOfExpiry(_ facts: CertificateFacts, now: Date, _ logger: Logger) {
    let message: Logger.Message
    switch facts.state(at: now) {
    case .valid: return
    case .expiresSoon:
      message = "the certificate expires within 30 days: issue another, then reload"
    case .expired: message = "the certificate has expired: issue another, then reload"
    case .notYetValid: message = "the certificate is not valid yet: check the clock"
    }
    logger.warning(
      message, metadata: ["file": "\(name)", "validUntil": "\(facts.lastDay)"])
  }
}
