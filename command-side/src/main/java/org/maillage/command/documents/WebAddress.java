package org.maillage.command.documents;

/** What a body accepts as an address on the web: {@code @Pattern(regexp = WebAddress.HTTP, message = WebAddress.MESSAGE)}. */
public final class WebAddress {

    /** Nothing that a page could run when somebody follows it. */
    public static final String HTTP = "https?://[^\\s/?#<>\"]+[^\\s<>\"]*";

    public static final String MESSAGE = "Une adresse web est attendue, en http:// ou https://.";

    private WebAddress() {}
}
