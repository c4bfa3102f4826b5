// The privacy page: words only. Nothing is asked of anybody here.

import { translate } from '../shared/page.js';

translate();
