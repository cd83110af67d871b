import Hummingbird
import InventoryStore

/// The authenticated caller: a signed-in person, a program with a token, or a reader of a
/// demonstration.
struct Principal: Sendable {
  enum Kind: Sendable {
    /// Reads without signing in, on this machine alone.
    case demonstration
    /// With the secret of the session.
    case user(User, session: String)
    case program(User, recordsPurchases: Bool)
  }

  let kind: Kind

  /// The part of the country it may see: part of every query.
  var scope: Scope { user?.scope ?? .country }

  /// The person, or whose program it is; nil in a demonstration.
  var user: User? {
    switch kind {
    case .demonstration: nil
    case .user(let user, _), .program(let user, _): user
    }
  }

  /// Whether the caller is unknown.
  var isAnonymous: Bool { if case .demonstration = kind { true } else { false } }

  /// The person who signed in; nil for programs and demonstrations.
  var person: User? { if case .user(let user, _) = kind { user } else { nil } }

  /// In whose name purchases may be recorded over the API; nil if they may not.
  var purchaseRecorder: Actor? {
    switch kind {
    case .user(let user, _), .program(let user, recordsPurchases: true): user.actor
    case .demonstration, .program: nil
    }
  }

  /// A program may only read, whatever its user's rights, but for what its token was made to record:
  /// ``purchaseRecorder``.
  func may(_ right: Right) -> Bool {
    switch kind {
    case .demonstration, .program: right == .read
    case .user(let user, _): user.role.allows(right)
    }
  }
}

/// Whether pages may be read without signing in.
public enum Access: Sendable {
  /// Everybody signs in.
  case signIn
  /// Reading needs no sign-in, only from this machine; each page says so.
  case demonstration
}
