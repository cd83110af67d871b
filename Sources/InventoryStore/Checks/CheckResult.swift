public import Foundation

/// A result that a commune found in a browser or proved by a scan.
public struct CheckResult: Sendable, Equatable {
  public enum Kind: String, Sendable, CaseIterable { case line, system, services, scanner }

  /// The facts of one kind, as stored.
  public enum Facts: Sendable, Equatable {
    case line(Line)
    case system(System)
    case services([Service])
    case scanner(Scanner)

    public var kind: Kind {
      switch self {
      case .line: .line
      case .system: .system
      case .services: .services
      case .scanner: .scanner
      }
    }
  }

  /// Rates of whole packets, as the agent counts them.
  public struct Line: Codable, Sendable, Equatable {
    public var downloadBitsPerSecond, uploadBitsPerSecond: Int
    public var latencySeconds: Double?
    /// Whether both rates had settled.
    public var isSettled: Bool

    public init(
      downloadBitsPerSecond: Int, uploadBitsPerSecond: Int, latencySeconds: Double?, isSettled: Bool
    ) {
      self.downloadBitsPerSecond = downloadBitsPerSecond
      (self.uploadBitsPerSecond, self.latencySeconds) = (uploadBitsPerSecond, latencySeconds)
      self.isSettled = isSettled
    }
  }

  public struct System: Codable, Sendable, Equatable {
    /// `Windows 10`, `Windows 11`, `Android`.
    public var name: String
    /// Whether it is a phone or tablet, which says nothing about the computer.
    public var isMobile: Bool

    public init(name: String, isMobile: Bool) {
      (self.name, self.isMobile) = (name, isMobile)
    }
  }

  /// Whether something answered at a service's address.
  public struct Service: Codable, Sendable, Equatable {
    public var service: String
    /// nil if the browser could not find out.
    public var milliseconds: Int?

    public init(service: String, milliseconds: Int?) {
      (self.service, self.milliseconds) = (service, milliseconds)
    }
  }

  /// A scanner that has read one of the server's sheets.
  public struct Scanner: Codable, Sendable, Equatable {
    /// `pdf`, `jpeg`, `png`, `tiff`.
    public var format: String
    public var isReady: Bool
    /// Signs that the scan is a photograph: reasons to ask, not proof.
    public var signs: [String]

    public init(format: String, signs: [String]) {
      self.format = format
      isReady = true
      self.signs = signs
    }
  }

  /// The machine's id; nil for the office as a whole.
  public var machine: String?
  public var facts: Facts
  public var foundAt: Date
  /// A user's name.
  public var foundBy: String
  /// Whether it was found through one of that user's links.
  public var isByLink: Bool
}

/// The person who checks a commune: a user, or somebody with a user's link.
public struct CheckFinder: Sendable, Equatable {
  public var name: String
  public var isByLink: Bool
  public var actor: Actor { isByLink ? Actor("link of \(name)") : Actor(name) }

  public init(name: String, isByLink: Bool) {
    (self.name, self.isByLink) = (name, isByLink)
  }
}
