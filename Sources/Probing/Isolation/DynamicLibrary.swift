import Glibc

/// A third-party library, loaded at run time: call it only in a process of its own. It is never
/// closed, because what it started may outlive the last call.
struct DynamicLibrary {
  struct NoSuchFunction: Error {}

  private let handle: UnsafeMutableRawPointer

  /// nil if it does not exist or cannot be loaded.
  ///
  /// - Parameter name: found as the dynamic linker does; with a slash, a path.
  init?(_ name: String, flags: Int32 = RTLD_NOW) {
    guard let handle = dlopen(name, flags) else { return nil }
    self.handle = handle
  }

  /// A function of it, or of a library that it depends on.
  ///
  /// - Parameter type: its C function type (`@convention(c)`), which is not checked.
  func function<Function>(
    _ name: String, as type: Function.Type = Function.self
  ) throws(NoSuchFunction) -> Function {
    guard let symbol = dlsym(handle, name) else { throw NoSuchFunction() }
    return unsafeBitCast(symbol, to: type)
  }
}
