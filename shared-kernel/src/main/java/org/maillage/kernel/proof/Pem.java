package org.maillage.kernel.proof;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;

/** Keys as text (RFC 7468). */
final class Pem {

    private Pem() {}

    static String of(String label, byte[] der) {
        var lines = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);
        return begin(label) + "\n" + lines + "\n" + end(label) + "\n";
    }

    /** The Base64 between the first marks of this label, in one line. */
    static String content(String label, String pem) {
        int begin = pem.indexOf(begin(label));
        int end = pem.indexOf(end(label));
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("There is no " + label + " in PEM");
        }
        return pem.substring(begin + begin(label).length(), end).replaceAll("\\s", "");
    }

    private static String begin(String label) {
        return "-----BEGIN " + label + "-----";
    }

    private static String end(String label) {
        return "-----END " + label + "-----";
    }
}
