import CCurl

/// libcurl, started once for all who use it.
package enum CurlLibrary {
    /// The library's start is not safe to do twice at once; a global is made once.
    package static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
}
