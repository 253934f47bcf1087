package io.tollgate.dialects.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataUrlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data:image/PNG;base64,AAAA | image/png | AAAA",
                "DATA:text/plain;charset=utf-8;base64,aGVsbG8= | text/plain | aGVsbG8=",
                "data:,a%20b+c | text/plain | YSBiK2M=",
                "data:;base64,AAAA | text/plain | AAAA",
                "data:text/plain,100% | text/plain | MTAwJQ=="
            })
    void shouldTakeApart(String url, String mediaType, String base64) {
        assertThat(DataUrl.parse(url)).isEqualTo(new DataUrl(mediaType, base64));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.org/data:,x", "data:image/png;base64", ""})
    void shouldLeaveOthersAlone(String url) {
        assertThat(DataUrl.parse(url)).isNull();
    }

    @Test
    void shouldDecodeTextOrSayThatItIsNone() {
        assertThat(new DataUrl("text/plain", "aGVsbG8=").text()).isEqualTo("hello");
        assertThat(new DataUrl("text/plain", "a").text()).isNull();
    }
}
