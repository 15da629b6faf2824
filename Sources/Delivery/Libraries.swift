import CCurl
import CZlib

/// The system's libraries as they are on this machine, which need not be those of the build.
package enum Libraries {
    package static var zlib: String { unsafe String(cString: zlibVersion()) }

    /// The version of libcurl, such as `7.88.1`: the first part of "libcurl/7.88.1 OpenSSL/3.0.11 …".
    package static var curl: String {
        let words = unsafe String(cString: curl_version())
        let first = words.prefix { $0 != " " }
        return String(first.drop { $0 != "/" }.dropFirst())
    }
}
