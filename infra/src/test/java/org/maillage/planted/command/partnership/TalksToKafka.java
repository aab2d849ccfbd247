package org.maillage.planted.command.partnership;

import org.apache.kafka.clients.producer.ProducerRecord;

public record TalksToKafka(ProducerRecord<String, String> record) {}
