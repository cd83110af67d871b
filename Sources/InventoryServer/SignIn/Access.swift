/// Whether pages may be read without signing in.
public enum Access: Sendable {
  /// Everybody signs in.
  case signIn
  /// Reading needs no sign-in, and each page says so: on this machine's own addresses alone.
  case demonstration
}
