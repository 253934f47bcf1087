package io.tollgate.dialects.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.json.WireJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever becomes of a valid body, parsing ends with a request or a typed refusal. */
class ChatRequestsFuzzTest {

    private static final long SEED = 20_261_122L;
    private static final int TREE_ROUNDS = 20_000;
    private static final int BYTE_ROUNDS = 20_000;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final List<String> BODIES = List.of(
            "{'model':'a/b','messages':[{'role':'user','content':'hi'}]}",
            "{'model':'a/b','models':['c/d'],'stream':true,'stream_options':{'include_usage':true},'messages':[{'role':'system','content':'s'},"
                    + "{'role':'user','content':[{'type':'text','text':'é'},{'type':'image_url','image_url':{'url':'https://example.com/x.png','detail':'low'}},"
                    + "{'type':'image_url','image_url':{'url':'data:image/gif;base64,R0lGODlhAQABAAAAACw='}},{'type':'input_audio','input_audio':{'data':'AAAA','format':'wav'}},"
                    + "{'type':'file','file':{'filename':'a.pdf','file_data':'data:application/pdf;base64,JVBERi0xLjQK'}},{'type':'video_url','video_url':{'url':'https://example.com/v'}}]}]}",
            "{'model':'a/b','messages':[{'role':'user','content':'q'},{'role':'assistant','content':null,'tool_calls':[{'id':'c','type':'function','function':{'name':'f','arguments':'{}'}}],"
                    + "'reasoning_details':[{'type':'reasoning.text','text':'x'}]},{'role':'tool','tool_call_id':'c','content':'ok'}],'tools':[{'type':'function','function':{'name':'f','description':'d',"
                    + "'parameters':{'type':'object','properties':{'a':{'type':['string','null'],'enum':['x',null]},'b':{'anyOf':[{'type':'array','items':{'type':'integer'}},true]}},'required':['a']},'strict':true}}],"
                    + "'tool_choice':{'type':'function','function':{'name':'f'}},'parallel_tool_calls':false}",
            "{'model':'a/b','messages':[{'role':'user','content':'q','name':'n'}],'temperature':1.0,'top_p':0.5,'top_k':4,'min_p':0.1,'top_a':0.2,'seed':1,'stop':['a','b'],'logit_bias':{'5':-1.5},"
                    + "'logprobs':true,'top_logprobs':2,'n':2,'max_tokens':5,'max_completion_tokens':5,'frequency_penalty':-1,'presence_penalty':1,'repetition_penalty':1.1,'user':'u',"
                    + "'metadata':{'k':'v'},'session_id':'s','trace':{},'service_tier':'auto','reasoning':{'max_tokens':100,'enabled':true,'summary':'auto'},'verbosity':'low'}",
            "{'models':['a/b'],'messages':[{'role':'developer','content':[{'type':'text','text':'t','cache_control':{'type':'ephemeral'}}]},{'role':'user','content':'x'}],'response_format':{'type':'json_schema',"
                    + "'json_schema':{'name':'x','strict':true,'schema':{'type':'object','$defs':{'q':{'not':{'type':'null'}}}}}},'modalities':['text','audio'],'audio':{'voice':'v','format':'wav'},"
                    + "'provider':{'order':['x'],'only':['y'],'ignore':[],'allow_fallbacks':true,'max_price':{'prompt':1.25,'request':'0.1'},'sort':{'by':'price'},'quantizations':['fp8'],"
                    + "'preferred_max_latency':{'p50':1.5},'data_collection':'allow','zdr':false},'plugins':[{'id':'context-compression'},{'id':'web','enabled':false}],'prediction':{'type':'content','content':'x'},'web_search_options':{}}");

    private final Random random = new Random(SEED);

    @Test
    void shouldAcceptTheBodiesItStartsFrom() {
        for (String body : BODIES) {
            assertThat(ChatRequests.parse(bytes(body)).models()).isNotEmpty();
        }
    }

    @Test
    void shouldEndInARequestOrARefusalWhateverValueChanges() throws Exception {
        int accepted = 0;
        int refused = 0;
        for (int round = 0; round < TREE_ROUNDS; round++) {
            ObjectNode body = (ObjectNode) WireJson.mapper().readTree(bytes(BODIES.get(round % BODIES.size())));
            int changes = 1 + random.nextInt(3);
            for (int change = 0; change < changes; change++) {
                mutate(body);
            }
            if (accepts(WireJson.write(body), round)) {
                accepted++;
            } else {
                refused++;
            }
        }
        assertThat(accepted).as("accepted").isGreaterThan(TREE_ROUNDS / 50);
        assertThat(refused).as("refused").isGreaterThan(TREE_ROUNDS / 5);
    }

    @Test
    void shouldEndInARequestOrARefusalWhateverBytesChange() {
        int refused = 0;
        for (int round = 0; round < BYTE_ROUNDS; round++) {
            byte[] body = bytes(BODIES.get(round % BODIES.size()));
            int changes = 1 + random.nextInt(4);
            for (int change = 0; change < changes; change++) {
                int at = random.nextInt(body.length);
                switch (random.nextInt(4)) {
                    case 0 -> body[at] = (byte) random.nextInt(256);
                    case 1 -> body = Arrays.copyOf(body, Math.max(1, at));
                    case 2 -> body[at] = (byte) "{}[]\",:0-e\\u.".charAt(random.nextInt(13));
                    default -> body[at] = body[random.nextInt(body.length)];
                }
            }
            if (!accepts(body, round)) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(BYTE_ROUNDS / 2);
    }

    private static byte[] bytes(String body) {
        return body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private boolean accepts(byte[] body, int round) {
        try {
            ChatRequest request = ChatRequests.parse(body);
            assertThat(request.features().promptTokensBound())
                    .as("round %d of seed %d", round, SEED)
                    .isGreaterThanOrEqualTo(request.features().promptTokensEstimate() / 2);
            return true;
        } catch (InvalidRequestException refusal) {
            assertThat(refusal.status()).isBetween(400, 422);
            assertThat(ErrorBodies.of(refusal)).isNotEmpty();
            return false;
        } catch (RuntimeException | StackOverflowError escaped) {
            throw new AssertionError(
                    "round " + round + " of seed " + SEED + ": " + new String(body, StandardCharsets.UTF_8), escaped);
        }
    }

    private void mutate(ObjectNode body) {
        List<JsonNode> containers = new ArrayList<>();
        collect(body, containers);
        JsonNode container = containers.get(random.nextInt(containers.size()));
        if (container instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(4)) {
                case 0 -> object.remove(name);
                case 1 -> object.set("x" + random.nextInt(100), value());
                default -> object.set(name, value());
            }
        } else if (container instanceof ArrayNode array) {
            switch (random.nextInt(3)) {
                case 0 -> array.add(value());
                case 1 -> array.removeAll();
                default -> {
                    if (!array.isEmpty()) {
                        array.set(random.nextInt(array.size()), value());
                    }
                }
            }
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private JsonNode value() {
        return switch (random.nextInt(16)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextInt());
            case 3 -> NODES.numberNode(BigInteger.TEN.pow(random.nextInt(400)).negate());
            case 4 -> NODES.numberNode(new BigDecimal(BigInteger.valueOf(random.nextInt(100)), random.nextInt(3)));
            case 5 -> NODES.numberNode(new BigDecimal(BigInteger.ONE, random.nextInt()));
            case 6 -> NODES.textNode("");
            case 7 -> NODES.textNode("text");
            case 8 -> NODES.textNode("data:image/png;base64," + "=".repeat(random.nextInt(5)));
            case 9 -> NODES.textNode("data:" + ",;".repeat(random.nextInt(3)));
            case 10 -> NODES.textNode("\u0000\u0007\uD83D\uDE00 %zz http://[::");
            case 11 -> NODES.arrayNode();
            case 12 -> NODES.arrayNode().add(NODES.nullNode()).add("a").add(1);
            case 13 -> NODES.objectNode();
            case 14 ->
                NODES.objectNode().put("type", "function").put("role", "tool").put("name", "f");
            default -> NODES.textNode("x".repeat(random.nextInt(2_000)));
        };
    }
}
