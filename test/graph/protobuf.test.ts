import {expect, test} from 'vitest';
import {bytesField, floatField, intField, message} from '../../src/graph/protobuf.ts';

test.each([
	{name: 'a small integer', field: intField(1, 10), bytes: [0x08, 10]},
	{name: 'an integer of two digits', field: intField(1, 300), bytes: [0x08, 0xac, 0x02]},
	{name: 'a field number of two digits', field: intField(20, 1), bytes: [0xa0, 0x01, 1]},
	{name: "-1 as 64-bit two's complement", field: intField(3, -1), bytes: [0x18, ...Array(9).fill(0xff), 0x01]},
	{name: 'more than 32 bits', field: intField(1, 2 ** 40), bytes: [0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20]},
	{name: 'a float', field: floatField(2, 1.5), bytes: [0x15, 0, 0, 0xc0, 0x3f]},
	{name: 'a string as UTF-8', field: bytesField(4, 'é'), bytes: [0x22, 2, 0xc3, 0xa9]},
	{name: 'a message in a message', field: bytesField(1, message([intField(1, 1), intField(2, 2)])), bytes: [0x0a, 4, 0x08, 1, 0x10, 2]},
])('$name is written as protobuf says', ({field, bytes}) => {
	expect([...field]).toEqual(bytes);
});
