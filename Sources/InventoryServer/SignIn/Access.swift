/// Whether pages may be read without signing in.
public enum Access: Sendable {
  /// Everybody signs in.
  case signIn
  /// Reading needs no sign-in, only from this machine; each page says so.
  case demonstration
}
