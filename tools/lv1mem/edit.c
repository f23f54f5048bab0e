// SPDX-License-Identifier: GPL-2.0-only
/*
 * A line editor for lv1mem shell.
 */
#include <poll.h>
#include <sys/ttydefaults.h>
#include <termios.h>

#include "command.h"

#define HISTORY_MAX 64
#define LENGTH_MAX  4096

/* Other keys are bytes, and cursor keys become what does the same with Ctrl. */
enum {
	KEY_DELETE = 256,
	KEY_UNKNOWN,
};

struct line {
	const char *prompt;
	char text[LENGTH_MAX];
	size_t length;
	size_t cursor;
	size_t place;
};

/* The lines before, the oldest first, and the one that is being edited. */
static char history[HISTORY_MAX + 1][LENGTH_MAX];
static size_t history_count;

static struct termios original_mode;

static void restore_terminal(void)
{
	tcsetattr(STDIN_FILENO, TCSADRAIN, &original_mode);
}

/* Typed characters come at once and are not shown; Ctrl-C is a character. */
static void prepare_terminal(void)
{
	struct termios mode;

	tcgetattr(STDIN_FILENO, &original_mode);
	mode = original_mode;
	mode.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG | IEXTEN);
	mode.c_iflag &= ~(tcflag_t)(ICRNL | IXON);
	mode.c_cc[VMIN] = 1;
	mode.c_cc[VTIME] = 0;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &mode);
}

/* Where the character behind @place begins; in UTF-8, one can have several bytes. */
static size_t next(const struct line *line, size_t place)
{
	size_t length = printable_length(line->text + place);

	return place + (length ? length : place < line->length);
}

static size_t previous(const struct line *line, size_t place)
{
	for (size_t i = 2; i <= 4 && i <= place; i++) {
		if (printable_length(line->text + place - i) == i)
			return place - i;
	}
	return place - (place > 0);
}

/* Show the line in one row of the screen: the part of it that has the cursor. */
static void show(const struct line *line)
{
	size_t prompt = strlen(line->prompt);
	size_t columns = screen_columns();
	size_t width = columns > prompt + 2 ? columns - prompt - 1 : 1;
	size_t first = line->cursor;
	size_t column = 0;
	size_t length;
	size_t end;

	for (; first && column < width; column++)
		first = previous(line, first);
	end = first;
	while (width--)
		end = next(line, end);

	printf("\r%s", line->prompt);
	for (; first < end; first = next(line, first)) {
		length = printable_length(line->text + first);
		printf("%.*s", (int)length + !length, length ? line->text + first : "?");
	}
	printf("\033[K\r\033[%zuC", prompt + column);
	fflush(stdout);
}

static void insert(struct line *line, const char *text, size_t length)
{
	if (line->length + length >= LENGTH_MAX) {
		putchar('\a');
		return;
	}
	memmove(line->text + line->cursor + length, line->text + line->cursor,
		line->length - line->cursor + 1);
	memcpy(line->text + line->cursor, text, length);
	line->length += length;
	line->cursor += length;
}

/* Erase from @from to @to, where the cursor goes. */
static void erase(struct line *line, size_t from, size_t to)
{
	memmove(line->text + from, line->text + to, line->length - to + 1);
	line->length -= to - from;
	line->cursor = from;
}

static size_t start_of_word(const struct line *line)
{
	size_t start = line->cursor;

	while (start && line->text[start - 1] == ' ')
		start--;
	while (start && line->text[start - 1] != ' ')
		start--;
	return start;
}

static void recall(struct line *line, size_t place)
{
	if (place > history_count)
		return;
	memcpy(history[line->place], line->text, LENGTH_MAX);
	memcpy(line->text, history[place], LENGTH_MAX);
	line->place = place;
	line->length = strlen(line->text);
	line->cursor = line->length;
}

/* Keep a line, unless it is empty or was the last one too. */
static void remember(const struct line *line)
{
	const char *text = line->text;

	if (!*text || (history_count && !strcmp(history[history_count - 1], text)))
		return;
	memcpy(history[history_count++], text, LENGTH_MAX);
	if (history_count <= HISTORY_MAX)
		return;
	memmove(history, history + 1, HISTORY_MAX * sizeof(history[0]));
	history_count--;
}

/* Complete the name of a subcommand, or show what it can be. */
static void complete(struct line *line)
{
	static const char *const words_before[] = { "lv1mem ", "help " };
	const char *name;
	size_t place = 0;
	size_t start = strspn(line->text, " ");
	size_t typed;
	char prefix[32];

	for (size_t i = 0; i < sizeof(words_before) / sizeof(words_before[0]); i++) {
		size_t length = strlen(words_before[i]);

		if (line->cursor >= start + length &&
		    !strncmp(line->text + start, words_before[i], length))
			start += length;
	}
	typed = line->cursor - start;
	if (typed >= sizeof(prefix) || memchr(line->text + start, ' ', typed))
		return;
	snprintf(prefix, sizeof(prefix), "%.*s", (int)typed, line->text + start);
	name = command_complete(prefix, &place);
	if (!name)
		return;
	if (!command_complete(prefix, &place)) {
		insert(line, name + typed, strlen(name + typed));
		insert(line, " ", 1);
		return;
	}
	putchar('\n');
	for (place = 0; (name = command_complete(prefix, &place));)
		printf("%s  ", name);
	putchar('\n');
}

static void on_resize(int signal_number)
{
}

/* Returns -1 at the end of input, or if lv1mem must end; KEY_UNKNOWN after another signal. */
static int read_byte(void)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	unsigned char byte;
	sigset_t original;
	int ready;

	block_signals(&original);
	ready = must_end() ? -1 : ppoll(&input, 1, NULL, &original);
	sigprocmask(SIG_SETMASK, &original, NULL);
	if (ready <= 0)
		return must_end() ? -1 : KEY_UNKNOWN;
	return read(STDIN_FILENO, &byte, 1) == 1 ? byte : -1;
}

/* A key is a byte or a sequence, as ESC [ A or ESC [ 3 ~; ESC [ [ A is F1 on Linux' screen. */
static int read_key(void)
{
	static const struct {
		int last;
		int number;
		int key;
	} keys[] = {
		{ 'A', 0, CTRL('P') },
		{ 'B', 0, CTRL('N') },
		{ 'C', 0, CTRL('F') },
		{ 'D', 0, CTRL('B') },
		{ 'H', 0, CTRL('A') },
		{ 'F', 0, CTRL('E') },
		{ '~', 1, CTRL('A') },
		{ '~', 4, CTRL('E') },
		{ '~', 7, CTRL('A') },
		{ '~', 8, CTRL('E') },
		{ '~', 3, KEY_DELETE },
	};
	char parameters[16] = "";
	size_t length = 0;
	int key = read_byte();

	if (key != '\033')
		return key;
	while (key == '\033')
		key = read_byte();
	if (key == '[' || key == 'O') {
		for (key = read_byte(); key >= ' ' && key < '@'; key = read_byte()) {
			if (length + 1 < sizeof(parameters))
				parameters[length++] = key;
		}
		for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
			if (keys[i].last == key &&
			    (!keys[i].number || keys[i].number == atoi(parameters)))
				return keys[i].key;
		}
		if (key == '[')
			read_byte();
	}
	/* Esc itself does nothing, and the next key is as without it. */
	return key < ' ' ? key : KEY_UNKNOWN;
}

static void edit(struct line *line, int key)
{
	char byte = key;

	switch (key) {
	case CTRL('A'):
		line->cursor = 0;
		break;
	case CTRL('E'):
		line->cursor = line->length;
		break;
	case CTRL('B'):
		line->cursor = previous(line, line->cursor);
		break;
	case CTRL('F'):
		line->cursor = next(line, line->cursor);
		break;
	case CTRL('P'):
		recall(line, line->place - 1);
		break;
	case CTRL('N'):
		recall(line, line->place + 1);
		break;
	case CTRL('H'):
	case '\177':
		erase(line, previous(line, line->cursor), line->cursor);
		break;
	case CTRL('D'):
	case KEY_DELETE:
		erase(line, line->cursor, next(line, line->cursor));
		break;
	case CTRL('U'):
		erase(line, 0, line->cursor);
		break;
	case CTRL('K'):
		erase(line, line->cursor, line->length);
		break;
	case CTRL('L'):
		fputs("\033[H\033[2J", stdout);
		break;
	case CTRL('W'):
		erase(line, start_of_word(line), line->cursor);
		break;
	case CTRL('Z'):
		restore_terminal();
		kill(0, SIGTSTP);
		prepare_terminal();
		break;
	case '\t':
		complete(line);
		break;
	default:
		if (key >= ' ' && key < KEY_DELETE)
			insert(line, &byte, 1);
	}
}

/* Read a line that the terminal itself edits. Returns the last key. */
static int read_plain(struct line *line)
{
	char byte;
	int key;

	fputs(line->prompt, stdout);
	fflush(stdout);
	while ((key = read_byte()) != -1 && key != '\n') {
		byte = key;
		insert(line, &byte, key != KEY_UNKNOWN);
	}
	return key;
}

/* Returns the key that ends the line. */
static int read_edited(struct line *line)
{
	int key;

	prepare_terminal();
	signal(SIGWINCH, on_resize);
	do {
		show(line);
		key = read_key();
		if (key == CTRL('D') && !line->length)
			key = -1;
		edit(line, key);
	} while (key != -1 && key != '\r' && key != '\n' && key != CTRL('C'));
	line->cursor = line->length;
	show(line);
	puts(key == CTRL('C') ? "^C" : "");
	restore_terminal();
	return key;
}

char *edit_line(const char *prompt)
{
	static struct line line;
	int key;

	line = (struct line){ .prompt = prompt, .place = history_count };
	key = terminal_is_dumb() ? read_plain(&line) : read_edited(&line);
	if (key == -1)
		return NULL;
	/* Its end may be lost. */
	if (line.length + 2 >= LENGTH_MAX) {
		print_error("a line of %d bytes or more is not run", LENGTH_MAX - 2);
		key = CTRL('C');
	}
	if (key == CTRL('C'))
		line.text[0] = '\0';
	remember(&line);
	return line.text;
}
