package org.maillage.command.person;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PictureTest {

    private static final byte[] JPEG = bytes("\u00ff\u00d8\u00ff\u00e0JFIF");
    private static final byte[] PNG = bytes("\u0089PNG\r\n\u001a\n....");
    private static final byte[] WEBP = bytes("RIFF\u0010\0\0\0WEBPVP8 ");

    private static byte[] bytes(String latin) {
        return latin.getBytes(ISO_8859_1);
    }

    @Test
    void a_picture_begins_as_its_form_wants() {
        assertThat(Picture.JPEG.isFormOf(JPEG)).isTrue();
        assertThat(Picture.PNG.isFormOf(PNG)).isTrue();
        assertThat(Picture.WEBP.isFormOf(WEBP)).isTrue();
    }

    @Test
    void a_picture_of_another_form_is_noticed() {
        assertThat(Picture.JPEG.isFormOf(PNG)).isFalse();
        assertThat(Picture.PNG.isFormOf(WEBP)).isFalse();
        assertThat(Picture.WEBP.isFormOf(JPEG)).isFalse();
        assertThat(Picture.WEBP.isFormOf(bytes("RIFF\u0010\0\0\0WAVEfmt "))).isFalse();
        assertThat(Picture.WEBP.isFormOf(bytes("RIFF"))).isFalse();
        assertThat(Picture.PNG.isFormOf(new byte[0])).isFalse();
    }

    @Test
    void forms_are_named_as_on_the_web() {
        for (var picture : Picture.values()) {
            assertThat(Picture.of(picture.mediaType())).contains(picture);
        }
        assertThat(Picture.of("image/svg+xml")).isEmpty();
    }
}
