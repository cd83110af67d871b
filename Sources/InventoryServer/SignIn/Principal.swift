import Hummingbird
import InventoryStore

/// The authenticated caller: a signed-in person, a program with a token, or a reader of a
/// demonstration.
struct Principal: Sendable {
  enum Kind: Sendable {
    /// Reads without signing in, only on this machine.
    case demonstration
    /// With the session's secret.
    case user(User, session: String)
    case program(User, recordsPurchases: Bool)
  }

  let kind: Kind

  /// The visible part of the country, to be passed to every query.
  var scope: Scope { user?.scope ?? .country }

  /// The person, or the user whose program it is; nil in a demonstration.
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

  /// The user in whose name purchases may be recorded over the API; nil if not allowed.
  var purchaseRecorder: Actor? {
    switch kind {
    case .user(let user, _), .program(let user, recordsPurchases: true): user.actor
    case .demonstration, .program: nil
    }
  }

  /// A program may only read, whatever its user's rights, except for recording if its token allows
  /// it: see ``purchaseRecorder``.
  func may(_ right: Right) -> Bool {
    switch kind {
    case .demonstration, .program: right == .read
    case .user(let user, _): user.role.allows(right)
    }
  }
}

/// Whether pages may be read without signing in.
public enum Access: Sendable {
  /// Everybody must sign in.
  case signIn
  /// Reading requires no sign-in, but works only from this machine; each page says so.
  case demonstration
}
